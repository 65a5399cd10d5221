// Answers that are sent while they are made: what a client sees of them, and what ends them.
#include "fixture.hpp"

#include <databricks/client.hpp>
#include <databricks/error.hpp>
#include <databricks/events.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <semaphore>
#include <thread>

#include <boost/test/unit_test.hpp>

using namespace databricks;
using namespace std::chrono_literals;
using databricks::testing::StreamedResponse;
using widgets::Widgets;

namespace {

std::string event(int number) { return "data: " + std::to_string(number) + "\n\n"; }

StreamedResponse stream(StreamedResponse::Next next) {
  return {HttpResponse{.status = 200, .headers = {{"Content-Type", "text/event-stream"}}}, std::move(next)};
}

// Without an end, and not in a hurry.
StreamedResponse::Next endless() {
  return [n = 0](const std::stop_token&) mutable {
    std::this_thread::sleep_for(1ms);
    return event(++n);
  };
}

// Polls until `done` says so. False: it did not within 10 seconds.
template <class Done>
bool becomes_true(Done done) {
  const auto end = std::chrono::steady_clock::now() + 10s;
  while (!done() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
  return done();
}

struct Streaming : Serving {
  Streaming() {
    config.host = server.origin();
    config.token = "any";
    config.auth_type = "pat";
    config.environment = [](std::string_view) { return std::nullopt; };
  }
  // A POST, which is sent once.
  EventStream events(EventOptions options = {}) const {
    return events_of(Client(config), "POST", "/api/2.0/widgets", {.json = "{}"}, {}, std::move(options));
  }
  void answer_with(StreamedResponse::Next next) {
    server.on<&Widgets::create>([next = std::move(next)](const auto&) { return stream(next); });
  }
  Config config;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(streaming, Streaming)

BOOST_AUTO_TEST_CASE(a_piece_is_read_before_the_next_one_is_made) {
  std::counting_semaphore<> may_make{1};
  std::atomic<int> in_time = 0;
  answer_with([&, n = 0](const std::stop_token&) mutable -> std::string {
    if (n == 3) return "";
    if (may_make.try_acquire_for(10s)) ++in_time;
    return event(++n);
  });
  std::string seen;
  for (const auto& e : events()) {
    seen += e.data;
    may_make.release();
  }
  BOOST_TEST(seen == "123");
  BOOST_TEST(in_time == 3);
}

BOOST_AUTO_TEST_CASE(status_and_headers_come_before_the_first_piece) {
  std::counting_semaphore<> may_make{0};
  answer_with([&, n = 0](const std::stop_token&) mutable -> std::string {
    return n++ == 0 && may_make.try_acquire_for(10s) ? event(1) : "";
  });
  struct Begun : ByteSink {
    explicit Begun(std::counting_semaphore<>& to_release) : begun(to_release) {}
    void begin(const HttpResponse& head) override {
      status = head.status;
      begun.release();
    }
    void write(std::string_view bytes) override { text += bytes; }
    std::counting_semaphore<>& begun;
    int status = 0;
    std::string text{};
  };
  const auto sink = std::make_shared<Begun>(may_make);
  Client(config).do_("POST", "/api/2.0/widgets", {.json = "{}"}, {.to = Sink(sink)});
  BOOST_TEST(sink->status == 200);
  BOOST_TEST(sink->text == event(1));
}

BOOST_AUTO_TEST_CASE(pieces_of_all_sizes_arrive_and_the_connection_is_used_again) {
  const std::string sizes[] = {"x", std::string(65536, 'y'), std::string(3'000'001, 'z')};
  server.on<&Widgets::get>([&](const auto&) -> StreamedResponse {
    return {HttpResponse{.status = 203, .headers = {{"X-Kind", "streamed"}}},
            [&sizes, n = 0](const std::stop_token&) mutable { return n < 3 ? sizes[n++] : ""; }};
  });
  const auto transport = http_transport();
  HttpRequest request{.method = "GET", .origin = server.origin(), .target = "/api/2.0/widgets/w"};
  request.headers.set("Authorization", "Bearer any");
  for (int i = 0; i < 2; ++i) {
    const auto answer = transport->send(request, {}, nullptr);
    BOOST_TEST(answer.status == 203);
    BOOST_TEST(*answer.headers.find("X-Kind") == "streamed");
    BOOST_TEST((answer.body == sizes[0] + sizes[1] + sizes[2]));
    BOOST_TEST((answer.timings.connect.count() == 0) == (i == 1));
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_made_for_head_and_ranges_are_ignored) {
  std::atomic<int> made = 0;
  const auto answer = [&](const auto&) { return stream([&](const std::stop_token&) { return ++made, ""; }); };
  server.on<&Widgets::metadata>(answer).on<&Widgets::get>(answer);
  BOOST_TEST(send("HEAD", "/api/2.0/blobs/x").status == 200);
  BOOST_TEST(made == 0);
  const auto ranged =
      exchange(server.port(), "GET /api/2.0/widgets/w HTTP/1.1\r\nAuthorization: a\r\nRange: bytes=0-1\r\n\r\n");
  BOOST_TEST(ranged.status == 200);
  server.stop();  // `made` is in use until then
}

BOOST_AUTO_TEST_CASE(an_error_can_be_streamed) {
  server.on<&Widgets::create>([](const auto&) -> StreamedResponse {
    return {HttpResponse{.status = 429}, [n = 0](const std::stop_token&) mutable {
              return n++ == 0 ? R"({"error_code":"SLOW_DOWN","message":"later"})" : "";
            }};
  });
  try {
    Client(config).do_("POST", "/api/2.0/widgets", {.json = "{}"}, {.retry = RetryPolicy::none()});
    BOOST_ERROR("no error");
  } catch (const DatabricksError& error) {
    BOOST_TEST(error.error_code() == "SLOW_DOWN");
  }
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_ends_the_making) {
  std::atomic<bool> dropped = false;
  server.on<&Widgets::create>([&](const auto&) {
    const std::shared_ptr<void> at_end(nullptr, [&](void*) { dropped = true; });
    return stream([at_end, next = endless()](const std::stop_token& stop) { return next(stop); });
  });
  {
    auto some = events();
    BOOST_TEST(some.next()->data == "1");
    BOOST_TEST(!dropped);
  }
  BOOST_TEST(becomes_true([&] { return dropped.load(); }));
  server.on<&Widgets::create>(echo_id);
  BOOST_TEST(send("POST", "/api/2.0/widgets", "{}").status == 200);
}

BOOST_AUTO_TEST_CASE(a_piece_that_throws_cuts_the_connection) {
  const StreamedResponse::Next throwing[] = {
      [](const std::stop_token&) -> std::string { throw std::runtime_error("oops"); },
      [](const std::stop_token&) -> std::string { throw 1; },
  };
  for (const auto& fails : throwing) {
    for (const int good : {0, 1, 3}) {
      answer_with(
          [fails, good, n = 0](const std::stop_token& stop) mutable { return n < good ? event(++n) : fails(stop); });
      auto some = events();
      for (int i = 1; i <= good; ++i) BOOST_TEST(some.next()->data == std::to_string(i));
      BOOST_CHECK_THROW(some.next(), TransportError);
    }
  }
  server.on<&Widgets::create>(echo_id);
  BOOST_TEST(send("POST", "/api/2.0/widgets", "{}").status == 200);
}

BOOST_AUTO_TEST_CASE(what_throws_before_its_answer_is_an_error_as_ever) {
  server.on<&Widgets::create>([](const auto&) -> StreamedResponse { throw DatabricksError(404, "NO_SUCH", "none"); });
  BOOST_CHECK_THROW(events().next(), NotFound);
}

// The client must not take what it has for the whole, although one stream ends when it is told to; and an answer of one
// piece is finished meanwhile.
BOOST_AUTO_TEST_CASE(stopping_cuts_streams_that_go_on_and_wakes_those_that_wait) {
  const StreamedResponse::Next waiting = [n = 0](const std::stop_token& stop) mutable -> std::string {
    if (++n == 1) return event(1);
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait(lock, stop, [] { return false; });
    return "";
  };
  for (const auto& next : {endless(), waiting}) {
    std::atomic<bool> inside = false;
    server.on<&Widgets::get>([&](const auto& request) {
      inside = true;
      std::this_thread::sleep_for(50ms);
      return echo_id(request);
    });
    answer_with(next);
    auto some = events();
    BOOST_TEST(some.next()->data == "1");
    RawReply reply;
    std::jthread client([&] { reply = send("GET", "/api/2.0/widgets/w"); });
    BOOST_TEST(becomes_true([&] { return inside.load(); }));
    const auto start = std::chrono::steady_clock::now();
    server.stop();
    BOOST_TEST((std::chrono::steady_clock::now() - start < 10s));
    BOOST_CHECK_THROW(while (some.next() != nullptr){}, TransportError);
    client.join();
    BOOST_TEST(reply.status == 200);
    server.start();
    config.host = server.origin();
  }
}

BOOST_AUTO_TEST_CASE(stopping_does_not_wait_for_a_client_that_does_not_read) {
  std::atomic<int> made = 0;
  answer_with([&](const std::stop_token&) { return ++made, "data: " + std::string(100'000, 'x') + "\n\n"; });
  auto some = events({.max_waiting_bytes = 1});
  BOOST_TEST_REQUIRE(some.next() != nullptr);
  // Until all buffers on the way are full.
  int before = -1;
  BOOST_TEST(becomes_true([&] {
    std::this_thread::sleep_for(30ms);
    return std::exchange(before, made.load()) == made;
  }));
  const auto start = std::chrono::steady_clock::now();
  server.stop();
  BOOST_TEST((std::chrono::steady_clock::now() - start < 10s));
}

BOOST_AUTO_TEST_CASE(a_handler_may_ask_for_the_address_while_the_server_stops) {
  const auto origin = server.origin();
  std::atomic<bool> inside = false;
  server.on<&Widgets::get>([&](const auto&) {
    inside = true;
    std::this_thread::sleep_for(30ms);
    return widgets::Widget{.id = server.origin()};
  });
  RawReply reply;
  std::jthread client([&] { reply = send("GET", "/api/2.0/widgets/w"); });
  BOOST_TEST(becomes_true([&] { return inside.load(); }));
  server.stop();
  client.join();
  BOOST_TEST(reply.body == "{\"id\":\"" + origin + "\"}");
}

BOOST_AUTO_TEST_CASE(many_clients_get_their_own_pieces) {
  server.on<&Widgets::get>([](const widgets::GetWidget& request) {
    return stream([id = request.id, n = 0](const std::stop_token&) mutable {
      return n++ < 20 ? "data: " + id + "\n\n" : std::string();
    });
  });
  std::atomic<int> right = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, id = std::to_string(t)] {
      for (const auto& e : events_of(Client(config), "GET", "/api/2.0/widgets/" + id)) right += e.data == id;
    });
  }
  threads.clear();
  BOOST_TEST(right == 160);
}

BOOST_AUTO_TEST_CASE(without_a_network_all_pieces_are_waited_for) {
  HttpRequest request{.method = "POST", .target = "/api/2.0/widgets", .body = "{}"};
  request.headers.set("Authorization", "Bearer any");
  answer_with([n = 0](const std::stop_token&) mutable { return n < 3 ? std::to_string(n++) : ""; });
  BOOST_TEST(server.answer(request).body == "012");
  BOOST_TEST(server.answer(request).body_problem == "");
  answer_with([n = 0](const std::stop_token&) mutable {
    return n < 2 ? std::to_string(n++) : throw std::runtime_error("oops");
  });
  const auto cut = server.answer(request);
  BOOST_TEST(cut.body == "01");
  BOOST_TEST(cut.body_problem == "oops");
}

BOOST_AUTO_TEST_SUITE_END()
