// Streams of events as ranges, from real sockets.
#include "certificates.hpp"
#include "loopback.hpp"
#include "virtual_clock.hpp"

#include <databricks/endpoint.hpp>
#include <databricks/events.hpp>
#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>

using namespace databricks;
using namespace std::chrono_literals;

namespace {

struct Question {
  optional<std::string> id{};
};
BOOST_DESCRIBE_STRUCT(Question, (), (id))
struct Word {
  std::string text{};
};
BOOST_DESCRIBE_STRUCT(Word, (), (text))

struct Model : Service {
  Endpoint<"POST /models/{id}/ask", Question, Word> ask{*this};
};

Client client_of(const test::LoopbackServer& server, int inactivity_seconds = 60, const std::string& ca_file = {}) {
  Config config;
  config.host = server.origin();
  config.token = "planted-secret";
  config.http_timeout_seconds = inactivity_seconds;
  config.ca_file = ca_file;
  config.environment = [](std::string_view) { return std::nullopt; };
  config.host_metadata = [](std::string_view) { return std::string(); };
  return Client(config);
}

constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string chunk(std::string_view bytes) {
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  return size + std::string(bytes) + "\r\n";
}

std::string stream_of(std::string_view body) { return std::string(kHead) + chunk(body) + "0\r\n\r\n"; }

std::string all(EventStream events) {
  std::string text;
  for (const auto& event : events) text += event.data + ';';
  return text;
}

EventStream get(const Client& client, CallOptions call = {}, EventOptions options = {}) {
  return events_of(client, "GET", "/events", {}, std::move(call), std::move(options));
}

template <class F>
bool becomes_true(F done) {
  const auto end = std::chrono::steady_clock::now() + 10s;
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stream)

BOOST_AUTO_TEST_CASE(events_come_one_by_one_while_the_answer_goes_on) {
  std::promise<void> first_was_seen;
  auto seen = first_was_seen.get_future();
  test::LoopbackServer server([&](test::Peer& peer) {
    peer.read_request();
    peer.send(std::string(kHead) + chunk("id: 1\ndata: one\n\nda"));
    seen.wait_for(10s);  // the second event is not sent before the first one arrived
    peer.send(chunk("ta: two\nevent: last\nretry: 5\n\n") + "0\r\n\r\n");
    peer.wait_until_closed();
  });
  auto events = get(client_of(server));
  BOOST_TEST(server.connections() == 0u);
  auto it = events.begin();
  BOOST_TEST(it->data == "one");
  BOOST_TEST(it->event == "message");
  BOOST_TEST(it->id == "1");
  BOOST_TEST(!it->retry.has_value());
  first_was_seen.set_value();
  ++it;
  BOOST_TEST(it->data == "two");
  BOOST_TEST(it->event == "last");
  BOOST_TEST(it->id == "1");
  BOOST_TEST((it->retry == 5ms));
  ++it;
  BOOST_TEST((it == events.end()));
  BOOST_TEST((events.begin() == events.end()));
}

BOOST_AUTO_TEST_CASE(a_declared_endpoint_is_asked_for_events_with_all_it_is_called_with) {
  test::LoopbackServer server({stream_of("data: {\"text\":\"a\"}\n\ndata: {\"text\":\"b\"}\n\ndata: [DONE]\n\n")});
  const Model model{client_of(server)};
  std::string text;
  for (const auto& token : events_of(model.ask, {.id = "m 1"}, {}, {.done = "[DONE]"}).as<Word>()) text += token.text;
  BOOST_TEST(text == "ab");
  const auto request = server.requests().at(0);
  BOOST_TEST(request.starts_with("POST /models/m%201/ask HTTP/1.1\r\n"));
  BOOST_TEST(request.find("Accept: text/event-stream\r\n") != request.npos);
  BOOST_TEST(request.find("application/json\r\nAccept") == request.npos);
  BOOST_TEST(request.find("Authorization: Bearer planted-secret\r\n") != request.npos);
}

BOOST_AUTO_TEST_CASE(the_same_over_tls_and_the_connection_is_used_again) {
  test::CertificateAuthority authority;
  test::LoopbackServer server({stream_of("data: x\n\n")}, authority.server_for("IP:127.0.0.1"));
  const auto client = client_of(server, 60, authority.file());
  for (int i = 0; i < 3; ++i) BOOST_TEST(all(get(client)) == "x;");
  BOOST_TEST(server.connections() == 1u);
}

BOOST_AUTO_TEST_CASE(a_stream_without_an_end_ends_with_the_event_that_says_so) {
  std::atomic<bool> closed = false;
  test::LoopbackServer server([&](test::Peer& peer) {
    peer.read_request();
    peer.send(std::string(kHead) + chunk("data: x\n\ndata: [DONE]\n\ndata: y\n\n"));
    peer.wait_until_closed();
    closed = true;
  });
  auto events = get(client_of(server), {}, {.done = "[DONE]"});
  std::string text;
  for (const auto& event : events) text += event.data + ';';
  BOOST_TEST(text == "x;");
  BOOST_TEST(becomes_true([&] { return closed.load(); }));
}

BOOST_AUTO_TEST_CASE(without_such_an_event_done_is_data) {
  test::LoopbackServer server({stream_of("data: [DONE]\n\ndata: y\n\n")});
  BOOST_TEST(all(get(client_of(server))) == "[DONE];y;");
}

BOOST_AUTO_TEST_CASE(the_rest_of_an_event_that_is_not_complete_is_dropped) {
  test::LoopbackServer server({stream_of("data: x\n\ndata: incomplete\n")});
  BOOST_TEST(all(get(client_of(server))) == "x;");
}

BOOST_AUTO_TEST_CASE(an_error_before_the_first_event_is_of_the_usual_class) {
  test::LoopbackServer server(
      {"HTTP/1.1 404 Not Found\r\nContent-Length: 60\r\n\r\n"
       R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no such"}})"
       "\n"});
  auto events = get(client_of(server));
  BOOST_CHECK_THROW(events.begin(), NotFound);
  BOOST_TEST((events.begin() == events.end()));
}

BOOST_AUTO_TEST_CASE(a_call_is_tried_again_before_anything_came) {
  test::LoopbackServer server({"HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n", stream_of("data: x\n\n")});
  Config config = client_of(server).config();
  config.clock = std::make_shared<test::VirtualClock>();
  BOOST_TEST(all(get(Client(config))) == "x;");
  BOOST_TEST(server.requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_no_event_stream_is_refused_with_its_beginning) {
  test::LoopbackServer json(
      {test::answer(R"({"error":"streaming is off","token":"planted-secret"})", "Content-Type: application/json\r\n")});
  try {
    all(get(client_of(json)));
    BOOST_FAIL("no error");
  } catch (const UnexpectedResponse& error) {
    BOOST_TEST(error.status_code() == 200);
    BOOST_TEST(error.excerpt().find("streaming is off") != std::string::npos);
    BOOST_TEST(error.excerpt().find("planted") == std::string::npos);
    BOOST_TEST(std::string(error.what()).find("application/json") != std::string::npos);
  }
  test::LoopbackServer html({test::answer("<html><body>Log in</body></html>", "Content-Type: text/html\r\n")});
  BOOST_CHECK_THROW(all(get(client_of(html))), HtmlResponse);
  // One without an end is refused as soon as enough of it is there.
  test::LoopbackServer endless([&](test::Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" +
              chunk(std::string(5000, ' ')));
    peer.wait_until_closed();
  });
  BOOST_CHECK_THROW(all(get(client_of(endless))), UnexpectedResponse);
}

BOOST_AUTO_TEST_CASE(an_answer_without_a_type_is_read_as_events) {
  test::LoopbackServer server({test::answer("data: x\n\n")});
  BOOST_TEST(all(get(client_of(server))) == "x;");
}

BOOST_AUTO_TEST_CASE(a_stream_that_breaks_off_reaches_the_loop_behind_its_events) {
  test::LoopbackServer server([](test::Peer& peer) {
    peer.read_request();
    peer.send(std::string(kHead) + chunk("data: x\n\ndata: y\n\n"));
  });
  auto events = get(client_of(server));
  std::string text;
  const auto read = [&] {
    for (const auto& event : events) text += event.data + ';';
  };
  BOOST_CHECK_THROW(read(), TransportError);
  BOOST_TEST(text == "x;y;");
  BOOST_TEST((events.begin() == events.end()));
  BOOST_TEST(server.requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_stream_that_stalls_ends_with_a_timeout) {
  test::LoopbackServer server([](test::Peer& peer) {
    peer.read_request();
    peer.send(std::string(kHead) + chunk("data: x\n\n"));
    peer.wait_until_closed();
  });
  auto events = get(client_of(server, 1));
  auto it = events.begin();
  BOOST_TEST(it->data == "x");
  BOOST_CHECK_THROW(++it, TransportTimeout);
  auto limited = get(client_of(server), {.timeout = 100ms});
  BOOST_CHECK_THROW(all(std::move(limited)), TransportTimeout);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_a_wait_for_the_next_event) {
  test::LoopbackServer server([](test::Peer& peer) {
    peer.read_request();
    peer.send(std::string(kHead) + chunk("data: x\n\n"));
    peer.wait_until_closed();
  });
  std::stop_source stop;
  auto events = get(client_of(server), {.stop = stop.get_token()});
  auto it = events.begin();
  std::jthread stopper([&] {
    std::this_thread::sleep_for(20ms);
    stop.request_stop();
  });
  BOOST_CHECK_THROW(++it, CallCancelled);
  BOOST_TEST((events.begin() == events.end()));
  BOOST_CHECK_THROW(all(get(client_of(server), {.stop = stop.get_token()})), CallCancelled);
}

// Sends events that fit into the buffers of a socket, so that it sees when the client goes: a peer that is blocked in
// sending sees no FIN.
void flood(test::Peer& peer, std::atomic<bool>& gone) {
  peer.read_request();
  peer.send(kHead);
  const auto events = chunk("data: " + std::string(1000, 'x') + "\n\n");
  for (int i = 0; i < 200; ++i) peer.send(events);
  peer.wait_until_closed();
  gone = true;
}

BOOST_AUTO_TEST_CASE(a_stop_comes_before_the_events_that_wait) {
  std::atomic<bool> gone = false;
  test::LoopbackServer server([&](test::Peer& peer) { flood(peer, gone); });
  std::stop_source stop;
  auto events = get(client_of(server), {.stop = stop.get_token()});
  auto it = events.begin();
  ++it;
  stop.request_stop();
  BOOST_CHECK_THROW(++it, CallCancelled);
  BOOST_TEST(becomes_true([&] { return gone.load(); }));
}

BOOST_AUTO_TEST_CASE(a_range_that_goes_closes_its_connection_at_once) {
  std::atomic<bool> gone = false;
  test::LoopbackServer server([&](test::Peer& peer) { flood(peer, gone); });
  {
    auto events = get(client_of(server), {}, {.max_waiting_bytes = 1});
    int n = 0;
    for (const auto& event : events) {
      BOOST_TEST(event.data.size() == 1000u);
      if (++n == 10) break;
    }
  }
  BOOST_TEST(becomes_true([&] { return gone.load(); }));
}

BOOST_AUTO_TEST_CASE(a_range_may_move_and_go_without_being_used) {
  test::LoopbackServer server({stream_of("data: x\n\n")});
  auto first = get(client_of(server));
  auto second = std::move(first);
  auto third = get(client_of(server));
  third = std::move(second);
  BOOST_TEST(all(std::move(third)) == "x;");
  BOOST_TEST(server.requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_event_over_the_limit_ends_the_stream) {
  test::LoopbackServer server({stream_of("data: x\n\ndata: " + std::string(3000, 'y') + "\n\n")});
  auto events = get(client_of(server), {}, {.max_event_bytes = 1000});
  auto it = events.begin();
  BOOST_TEST(it->data == "x");
  BOOST_CHECK_THROW(++it, UnexpectedResponse);
  BOOST_TEST((events.begin() == events.end()));
}

BOOST_AUTO_TEST_CASE(data_that_is_not_what_it_should_be_reaches_the_loop_and_the_rest_can_be_read) {
  test::LoopbackServer server({stream_of("data: {\"text\":\"a\"}\n\ndata: {\"text\":\n\ndata: {\"text\":\"c\"}\n\n")});
  auto tokens = get(client_of(server)).as<Word>();
  auto it = tokens.begin();
  BOOST_TEST(it->text == "a");
  BOOST_CHECK_THROW(++it, JsonError);
  BOOST_TEST(tokens.begin()->text == "c");
}

BOOST_AUTO_TEST_CASE(a_sink_is_refused) {
  std::string text;
  test::LoopbackServer server({stream_of("data: x\n\n")});
  BOOST_CHECK_THROW(get(client_of(server), {.to = Sink::to_memory(text)}), InvalidArgument);
}

BOOST_AUTO_TEST_CASE(a_stream_outlives_its_client) {
  test::LoopbackServer server({stream_of("data: x\n\n")});
  auto events = [&] {
    const Model model{client_of(server)};
    return events_of(model.ask, {.id = "m"});
  }();
  BOOST_TEST(all(std::move(events)) == "x;");
}

BOOST_AUTO_TEST_CASE(a_slow_reader_loses_nothing) {
  std::string body, expected;
  for (int i = 0; i < 2000; ++i) {
    body += "data: " + std::to_string(i) + "\r\n\r\n";
    expected += std::to_string(i) + ';';
  }
  test::LoopbackServer server({stream_of(body)});
  BOOST_TEST(all(get(client_of(server), {}, {.max_waiting_bytes = 500})) == expected);
}

BOOST_AUTO_TEST_SUITE_END()
