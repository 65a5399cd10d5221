// Fuzzes streams of events. The first byte says where the stream is cut; nothing may crash, the cut must not matter,
// and events must be text within the limit.
#include "events/event_parser.hpp"
#include "json/utf8.hpp"
#include "require.hpp"

#include <databricks/error.hpp>

#include <vector>

namespace {

using namespace databricks;
using fuzz::require;

constexpr std::size_t kLimit = 4096;

struct Outcome {
  std::vector<Event> events{};
  bool refused = false;
};

Outcome parse(const std::vector<std::string_view>& pieces) {
  Outcome outcome;
  detail::EventParser parser(kLimit);
  try {
    for (const auto piece : pieces)
      parser.feed(piece, [&](Event event) { outcome.events.push_back(std::move(event)); });
  } catch (const Error&) {
    outcome.refused = true;
  }
  return outcome;
}

void check(const Event& event) {
  require(detail::is_utf8(event.data) && detail::is_utf8(event.event) && detail::is_utf8(event.id), "events are text");
  require(!event.event.empty(), "an event has a type");
  require(event.data.find('\r') == std::string::npos, "CR ends a line");
  require(event.id.find_first_of(std::string_view("\0\r\n", 3)) == std::string::npos, "an id is one line");
  // A bad byte becomes three.
  require(event.data.size() <= 3 * kLimit && event.event.size() <= 3 * kLimit, "events are limited");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto cut = std::min<std::size_t>(data[0], stream.size());
  const auto whole = parse({stream});
  const auto pieces = parse({stream.substr(0, cut), stream.substr(cut)});
  for (const auto& event : whole.events) check(event);
  require(whole.refused == pieces.refused, "a cut does not change the outcome");
  require(whole.events.size() == pieces.events.size(), "a cut does not change the number of events");
  for (std::size_t i = 0; i < whole.events.size(); ++i) {
    const auto &a = whole.events[i], &b = pieces.events[i];
    require(a.event == b.event && a.data == b.data && a.id == b.id && a.retry == b.retry, "a cut changes no event");
  }
  return 0;
}
