#include "events/event_parser.hpp"

#include "json/utf8.hpp"

#include <databricks/error.hpp>

#include <algorithm>
#include <charconv>

namespace databricks::detail {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

void EventParser::feed(std::string_view bytes, const Function<void(Event)>& take) {
  while (!bytes.empty()) {
    if (std::exchange(after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const auto end = bytes.find_first_of("\r\n");
    const auto part = bytes.substr(0, end);
    check_size(part.size());
    if (end == std::string_view::npos) {
      line_.append(part);
      return;
    }
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    if (line_.empty()) {
      take_line(part, take);
    } else {
      line_.append(part);
      take_line(line_, take);
      line_.clear();
    }
  }
}

void EventParser::check_size(std::size_t more) const {
  const auto present = line_.size() + data_.size() + type_.size() + id_.size();
  if (present > max_event_bytes_ || more > max_event_bytes_ - present) {
    throw Error("an event of the stream is larger than the limit of " + std::to_string(max_event_bytes_) +
                " bytes (EventOptions::max_event_bytes)");
  }
}

void EventParser::take_line(std::string_view line, const Function<void(Event)>& take) {
  if (std::exchange(first_line_, false) && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  if (line.empty()) return dispatch(take);
  if (line.front() == ':') return;  // a comment
  const auto colon = std::min(line.find(':'), line.size());
  auto value = line.substr(std::min(line.size(), colon + 1));
  if (value.starts_with(' ')) value.remove_prefix(1);
  take_field(line.substr(0, colon), value);
}

void EventParser::take_field(std::string_view name, std::string_view value) {
  if (name == "data") {
    data_.append(value).push_back('\n');
  } else if (name == "event") {
    type_ = value;
  } else if (name == "id") {
    if (value.find('\0') == std::string_view::npos) id_ = value;
  } else if (name == "retry") {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::int64_t milliseconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), milliseconds);
    if (std::all_of(value.begin(), value.end(), is_digit) && !value.empty() && error == std::errc()) {
      retry_ = std::chrono::milliseconds(milliseconds);
    }
  }
}

void EventParser::dispatch(const Function<void(Event)>& take) {
  auto type = std::exchange(type_, {});
  auto data = std::exchange(data_, {});
  if (data.empty()) return;
  data.pop_back();  // the end of its last line
  Event event{.data = is_utf8(data) ? std::move(data) : repaired_utf8(data), .id = repaired_utf8(id_), .retry = retry_};
  if (!type.empty()) event.event = repaired_utf8(type);
  take(std::move(event));
}

}  // namespace databricks::detail
