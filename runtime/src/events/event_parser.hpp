// Bytes of an event stream -> events (WHATWG HTML 9.2.6).
#pragma once

#include <databricks/events.hpp>

#include <string>
#include <string_view>

namespace databricks::detail {

/// Takes the bytes as they come, cut anywhere. Holds one event at most.
class EventParser {
 public:
  explicit EventParser(std::size_t max_event_bytes) : max_event_bytes_(max_event_bytes) {}

  /// Calls `take` with every event that is complete. Throws Error when one is longer than the limit; the parser is of
  /// no use then.
  void feed(std::string_view bytes, const Function<void(Event)>& take);

 private:
  void take_line(std::string_view line, const Function<void(Event)>& take);
  void take_field(std::string_view name, std::string_view value);
  void dispatch(const Function<void(Event)>& take);
  void check_size(std::size_t more) const;

  std::size_t max_event_bytes_;
  std::string line_{};     // what came of the present one
  bool after_cr_ = false;  // a LF that comes now belongs to the CR before
  bool first_line_ = true;
  std::string type_{};
  std::string data_{};
  std::string id_{};
  std::optional<std::chrono::milliseconds> retry_{};
};

}  // namespace databricks::detail
