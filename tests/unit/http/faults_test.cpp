// What an error says about the request: wherever the exchange ends, and however the answer is framed.
#include <atomic>

#include "streams.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportFault;
using databricks::TransportPhase;

namespace {

const std::string kText = R"({"items":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbb","c","d"]})";

std::string chunked(const std::string& body) {
  std::string framed;
  for (std::size_t at = 0; at < body.size(); at += 10) {
    const auto piece = body.substr(at, 10);
    framed += (piece.size() == 10 ? "a;x=y" : std::to_string(piece.size())) + "\r\n" + piece + "\r\n";
  }
  return framed + "0\r\nTrailer: t\r\n\r\n";
}

struct Variant {
  const char* name;
  std::string head;  // without the empty line
  std::string body;
};

std::vector<Variant> variants() {
  const auto packed = gzip(kText);
  const auto length = [](const std::string& body) { return "Content-Length: " + std::to_string(body.size()) + "\r\n"; };
  const std::string chunks = "Transfer-Encoding: chunked\r\n";
  const std::string coding = "Content-Encoding: gzip\r\n";
  return {{"length", length(kText), kText},
          {"chunked", chunks, chunked(kText)},
          {"gzip of a length", length(packed) + coding, packed},
          {"gzip in chunks", chunks + coding, chunked(packed)},
          {"gzip until close", coding, packed}};
}

// Closes every connection after one byte more than the one before; each has its own request.
struct CutServer {
  explicit CutServer(std::string answer)
      : text(std::move(answer)), server([this](Peer& peer) {
          if (!peer.read_request().empty()) peer.send(text.substr(0, next++));
        }) {}
  std::string text;
  std::atomic<std::size_t> next = 0;
  LoopbackServer server;
};

databricks::HttpRequest secret_request(const std::string& origin) {
  auto made = request(origin);
  made.headers.set("Authorization", "Bearer planted-secret");
  return made;
}

void check_fault(const Failure& failed, std::size_t sent, const std::string& origin) {
  BOOST_TEST((failed.fault == (sent == 0 ? TransportFault::interrupted : TransportFault::incomplete)));
  BOOST_TEST((failed.phase == (sent == 0 ? TransportPhase::wait : TransportPhase::receive)));
  BOOST_TEST(holds(failed.text, origin));
  BOOST_TEST(!holds(failed.text, "planted-secret"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(row_32_row_33_row_36_an_answer_cut_at_any_byte_is_an_error) {
  for (const auto& [name, head, body] : variants()) {
    BOOST_TEST_CONTEXT(name) {
      const auto start = "HTTP/1.1 200 OK\r\n" + head + "\r\n";
      CutServer cut(start + body);
      auto transport = http_transport();
      for (std::size_t sent = 0; sent < cut.text.size(); ++sent) {
        const auto failed = failure_of([&] { transport->send(secret_request(cut.server.origin()), {}, nullptr); });
        check_fault(failed, sent, cut.server.origin());
        if (sent > start.size()) {
          BOOST_TEST((holds(failed.text, "ended early") || holds(failed.text, "compressed answer is cut")),
                     failed.text);
        }
      }
      BOOST_TEST(get(*transport, cut.server.origin()).body == kText);
    }
  }
}

BOOST_AUTO_TEST_CASE(row_32_a_sink_has_what_the_error_counts) {
  for (const auto& [name, head, body] : variants()) {
    BOOST_TEST_CONTEXT(name) {
      CutServer cut("HTTP/1.1 200 OK\r\n" + head + "\r\n" + body);
      auto transport = http_transport();
      for (std::size_t sent = 0; sent < cut.text.size(); ++sent) {
        Collecting sink;
        const auto failed = failure_of([&] { transport->send(secret_request(cut.server.origin()), {}, &sink); });
        check_fault(failed, sent, cut.server.origin());
        BOOST_TEST(failed.bytes_received == sink.text.size());
        BOOST_TEST(kText.starts_with(sink.text));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(row_80_an_error_cut_anywhere_in_its_body_keeps_its_status) {
  for (const auto& [name, head, body] : variants()) {
    BOOST_TEST_CONTEXT(name) {
      const auto start = "HTTP/1.1 429 Slow down\r\nRetry-After: 7\r\n" + head + "\r\n";
      CutServer cut(start + body);
      auto transport = http_transport();
      for (std::size_t sent = 0; sent < cut.text.size(); ++sent) {
        if (sent < start.size()) {
          check_fault(failure_of([&] { get(*transport, cut.server.origin()); }), sent, cut.server.origin());
          continue;
        }
        Collecting sink;
        const auto got = transport->send(secret_request(cut.server.origin()), {}, &sink);
        BOOST_TEST(got.status == 429);
        BOOST_TEST(*got.headers.find("retry-after") == "7");
        BOOST_TEST(got.body_problem != "");
        BOOST_TEST(kText.starts_with(got.body));
        BOOST_TEST(got.body_bytes == got.body.size());
        BOOST_TEST(sink.text == "");
      }
      const auto whole = get(*transport, cut.server.origin());
      BOOST_TEST(whole.body == kText);
      BOOST_TEST(whole.body_problem == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(row_14_row_15_a_reset_before_the_answer_leaves_the_outcome_unknown) {
  LoopbackServer server([](Peer& peer) {
    peer.read_request();
    peer.reset();
  });
  auto transport = http_transport();
  for (const std::string method : {"GET", "POST"}) {
    try {
      transport->send(request(server.origin(), method), {}, nullptr);
      BOOST_FAIL("no error");
    } catch (const databricks::TransportError& error) {
      BOOST_TEST((error.fault() == TransportFault::interrupted));
      BOOST_TEST(error.outcome_unknown());
    }
  }
  BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(an_interim_answer_says_nothing_about_the_outcome) {
  LoopbackServer server([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n");
  });
  const auto failed = failure_of([&] { get(*http_transport(), server.origin()); });
  BOOST_TEST((failed.fault == TransportFault::interrupted));
  BOOST_TEST((failed.phase == TransportPhase::wait));
}

BOOST_AUTO_TEST_CASE(an_upload_that_breaks_off_was_sent_in_part) {
  LoopbackServer server([](Peer& peer) {
    peer.read_some();
    peer.reset();
  });
  Counting source(std::uint64_t{1} << 36);
  const auto failed = failure_of([&] { http_transport()->send(upload(server.origin(), source), {}, nullptr); });
  BOOST_TEST((failed.fault == TransportFault::interrupted));
  BOOST_TEST((failed.phase == TransportPhase::send));
}

BOOST_AUTO_TEST_CASE(timeouts_have_the_fault_of_how_far_it_came) {
  const struct {
    const char* sent;
    TransportFault fault;
  } cases[] = {{"", TransportFault::interrupted},
               {"HTTP", TransportFault::incomplete},
               {"HTTP/1.1 100 Continue\r\n\r\n", TransportFault::interrupted},
               {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", TransportFault::incomplete}};
  for (const auto& [sent, fault] : cases) {
    LoopbackServer server([text = std::string(sent)](Peer& peer) {
      peer.read_request();
      peer.send(text);
      peer.wait_until_closed();
    });
    const auto failed = failure_of([&] { get(*http_transport(), server.origin(), {.inactivity_timeout = 50ms}); });
    BOOST_TEST(failed.timed_out, sent);
    BOOST_TEST((failed.fault == fault), sent);
  }
}

BOOST_AUTO_TEST_CASE(nothing_was_sent_to_whom_nobody_listens) {
  std::string origin;
  {
    LoopbackServer gone({answer("")});
    origin = gone.origin();
  }
  BOOST_TEST((failure_of([&] { get(*http_transport(), origin); }).fault == TransportFault::unreachable));
}

BOOST_AUTO_TEST_CASE(sizes_and_times_of_an_answer) {
  LoopbackServer server([](Peer& peer) {
    peer.read_request();
    peer.pause(40ms);
    const auto packed = gzip(kText);
    peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(packed.size()) + "\r\n");
    peer.pause(30ms);
    peer.send("\r\n" + packed);
    peer.wait_until_closed();
  });
  Collecting sink;
  const auto got = http_transport()->send(request(server.origin()), {}, &sink);
  BOOST_TEST(got.body_bytes == kText.size());
  BOOST_TEST(sink.text == kText);
  BOOST_TEST(got.timings.wait.count() >= 39'000'000);
  BOOST_TEST(got.timings.receive.count() >= 29'000'000);
}

BOOST_AUTO_TEST_SUITE_END()
