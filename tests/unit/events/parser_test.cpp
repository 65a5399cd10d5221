// Event streams, by the examples and rules of the WHATWG HTML standard, however they are cut.
#include "events/event_parser.hpp"

#include <databricks/error.hpp>

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace std::string_literals;
using databricks::Event;
using databricks::detail::EventParser;

namespace {

constexpr std::size_t kLimit = 1 << 20;

// `type|data|id|retry;` of each event; what does not stand in the stream stays empty.
std::string shown(const std::vector<Event>& events) {
  std::string text;
  for (const auto& event : events) {
    text += event.event + '|' + event.data + '|' + event.id + '|';
    text += (event.retry ? std::to_string(event.retry->count()) : "") + ';';
  }
  return text;
}

std::string parsed(const std::vector<std::string_view>& pieces, std::size_t limit = kLimit) {
  std::vector<Event> events;
  EventParser parser(limit);
  for (const auto piece : pieces) parser.feed(piece, [&](Event event) { events.push_back(std::move(event)); });
  return shown(events);
}

struct Row {
  const char* what;
  std::string stream;
  std::string events;
};

const Row rows[] = {
    {"standard: three lines of data", "data: YHOO\ndata: +2\ndata: 10\n\n", "message|YHOO\n+2\n10||;"},
    {"standard: comment, ids, and a reset of the id; the last block is not ended",
     ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event",
     "message|first event|1|;message|second event||;"},
    {"the same, ended", "data: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
     "message|first event|1|;message|second event||;message| third event||;"},
    {"standard: empty data, then one line end; the last block is not ended",
     "data\n\ndata\ndata\n\ndata:", "message|||;message|\n||;"},
    {"standard: one blank behind the colon is no data", "data:test\n\ndata: test\n\n",
     "message|test||;message|test||;"},
    {"standard: types", "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n",
     "add|73857293||;remove|2153||;add|113411||;"},
    {"a type without data is no event, and not kept", "event: add\n\ndata: x\n\n", "message|x||;"},
    {"an id without data is kept", "id: 7\n\ndata: x\n\n", "message|x|7|;"},
    {"an id stays until another one comes", "id: 7\ndata: x\n\ndata: y\n\nid: 8\ndata: z\n\n",
     "message|x|7|;message|y|7|;message|z|8|;"},
    {"an id with NUL is ignored", "id: a\0b\ndata: x\n\n"s, "message|x||;"},
    {"retry is digits only", "retry: 10000\ndata: x\n\nretry: 5s\nretry: -1\nretry:\nretry: +3\ndata: y\n\n",
     "message|x||10000;message|y||10000;"},
    {"a retry beyond all numbers is ignored", "retry: 99999999999999999999\ndata: x\n\n", "message|x||;"},
    {"CR alone", "data: a\rdata: b\r\rdata: c\r\r", "message|a\nb||;message|c||;"},
    {"CRLF", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", "message|a\nb||;message|c||;"},
    {"all three mixed", "data: a\r\ndata: b\n\rdata: c\r\n\n", "message|a\nb||;message|c||;"},
    {"CR, then LF LF, is one line end and an empty line", "data: a\r\n\ndata: b\r\n\r\n", "message|a||;message|b||;"},
    {"byte order mark",
     "\xEF\xBB\xBF"
     "data: x\n\n",
     "message|x||;"},
    {"a second byte order mark belongs to the field's name",
     "\xEF\xBB\xBF\xEF\xBB\xBF"
     "data: x\n\n",
     ""},
    {"a mark in the middle is data", "data: \xEF\xBB\xBF\n\n", "message|\xEF\xBB\xBF||;"},
    {"comments only", ":\n: keep alive\n\n:\r\n\r\n", ""},
    {"fields of other names, and of other case", "foo: bar\nData: x\n data: y\ndata : z\n\n", ""},
    {"colons in values", "data: {\"a\": \"b:c\"}\n\n", "message|{\"a\": \"b:c\"}||;"},
    {"a tab behind the colon is data", "data:\tx\n\n", "message|\tx||;"},
    {"NUL in data", "data: a\0b\n\n"s, "message|a\0b||;"s},
    {"bytes that are no UTF-8", "data: a\xffz\n\n", "message|a\xEF\xBF\xBDz||;"},
    {"a character over two pieces", "data: \xF0\x9F\x98\x80\n\n", "message|\xF0\x9F\x98\x80||;"},
    {"empty lines only", "\n\r\n\r\r\n\n", ""},
    {"nothing", "", ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(parser)

BOOST_AUTO_TEST_CASE(streams_are_read_as_the_standard_says) {
  for (const auto& row : rows) BOOST_TEST_CONTEXT(row.what) BOOST_TEST(parsed({row.stream}) == row.events);
}

BOOST_AUTO_TEST_CASE(it_does_not_matter_where_a_stream_is_cut) {
  for (const auto& row : rows) {
    const std::string_view stream = row.stream;
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < stream.size(); ++i) bytes.push_back(stream.substr(i, 1));
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(parsed(bytes) == row.events);
      for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        BOOST_TEST(parsed({stream.substr(0, cut), stream.substr(cut)}) == row.events);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(what_comes_of_a_cut_stream_is_a_prefix_of_the_whole) {
  for (const auto& row : rows) {
    for (std::size_t cut = 0; cut <= row.stream.size(); ++cut) {
      const auto part = parsed({std::string_view(row.stream).substr(0, cut)});
      BOOST_TEST_CONTEXT(row.what << ", cut at " << cut) BOOST_TEST(row.events.starts_with(part));
    }
  }
}

BOOST_AUTO_TEST_CASE(memory_is_limited_whatever_comes) {
  const auto endless = [](std::string_view part) {
    EventParser parser(1000);
    std::size_t events = 0;
    for (int i = 0; i < 100000; ++i) parser.feed(part, [&](Event) { ++events; });
    return events;
  };
  for (const auto* part : {"x", "data: x\n", ": comment ", "data:\n", "event: "}) {
    BOOST_TEST_CONTEXT(part) BOOST_CHECK_THROW(endless(part), databricks::Error);
  }
  BOOST_TEST(endless("data: x\n\n") == 100000u);
  BOOST_TEST(endless("event: x\n") == 0u);
  BOOST_TEST(endless(": comment\n") == 0u);
}

BOOST_AUTO_TEST_CASE(an_event_of_just_the_limit_is_taken) {
  const auto stream = [](std::size_t size) { return "data:" + std::string(size, 'x') + "\n\n"; };
  BOOST_TEST(parsed({stream(95)}, 100) == "message|" + std::string(95, 'x') + "||;");
  BOOST_CHECK_THROW(parsed({stream(96)}, 100), databricks::Error);
}

BOOST_AUTO_TEST_SUITE_END()
