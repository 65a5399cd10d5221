#include "rows/cell_time.hpp"

#include <chrono>

namespace databricks::detail {

namespace {

using namespace std::chrono;

constexpr Problem kNotADate = "not a date of the years 0001 to 9999";
constexpr Problem kNotATimestamp = "not a timestamp of the years 0001 to 9999";
constexpr std::size_t kDateSize = 10;      // 2024-01-31
constexpr std::size_t kDateTimeSize = 19;  // 2024-01-31T12:00:00
constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kYearOne = sys_days(year(1) / 1 / 1).time_since_epoch().count() * kDay;
constexpr std::int64_t kYearTenThousand = sys_days(year(10'000) / 1 / 1).time_since_epoch().count() * kDay;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// So many digits from there on; -1 when they are none.
inline int number_at(std::string_view text, std::size_t begin, std::size_t count) {
  int number = 0;
  for (std::size_t i = begin; i < begin + count; ++i) {
    if (!is_digit(text[i])) return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

// Seconds since 1970 of the date in the first ten characters; nothing when there is none.
bool take_date(std::string_view text, std::int64_t& seconds) {
  const int y = number_at(text, 0, 4);
  const int m = number_at(text, 5, 2);
  const int d = number_at(text, 8, 2);
  if (y < 1 || m < 1 || d < 1 || text[4] != '-' || text[7] != '-') return false;
  const year_month_day date(year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d)));
  if (!date.ok()) return false;
  seconds = sys_days(date).time_since_epoch().count() * kDay;
  return true;
}

bool take_clock(std::string_view text, std::int64_t& seconds) {
  const int h = number_at(text, 11, 2);
  const int m = number_at(text, 14, 2);
  const int s = number_at(text, 17, 2);
  if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59 || text[13] != ':' || text[16] != ':') return false;
  seconds += (h * 60 + m) * 60 + s;
  return true;
}

// `.` and 1 to 9 digits, if there is a `.`.
bool take_fraction(std::string_view& rest, std::int32_t& nanoseconds) {
  nanoseconds = 0;
  if (rest.empty() || rest[0] != '.') return true;
  std::size_t size = 1;
  while (size < rest.size() && size <= 10 && is_digit(rest[size])) ++size;
  if (size == 1 || size > 10) return false;
  nanoseconds = number_at(rest, 1, size - 1);
  for (auto digits = size - 1; digits < 9; ++digits) nanoseconds *= 10;
  rest.remove_prefix(size);
  return true;
}

// `Z` or `+02:00`; the offset in seconds.
bool take_zone(std::string_view rest, std::int64_t& offset) {
  offset = 0;
  if (rest == "Z") return true;
  if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') return false;
  const int h = number_at(rest, 1, 2);
  const int m = number_at(rest, 4, 2);
  if (h < 0 || h > 23 || m < 0 || m > 59) return false;
  offset = (h * 60 + m) * 60 * (rest[0] == '-' ? -1 : 1);
  return true;
}

Problem read_time(void* object, std::string_view text, bool zone_needed) {
  Timestamp time;
  if (text.size() < kDateTimeSize || (text[kDateSize] != 'T' && text[kDateSize] != ' ')) return kNotATimestamp;
  if (!take_date(text, time.seconds) || !take_clock(text, time.seconds)) return kNotATimestamp;
  auto rest = text.substr(kDateTimeSize);
  if (!take_fraction(rest, time.nanoseconds)) return kNotATimestamp;
  std::int64_t offset = 0;
  if (rest.empty()) {
    if (zone_needed) return "a timestamp without its time zone";
  } else if (!take_zone(rest, offset)) {
    return kNotATimestamp;
  }
  time.seconds -= offset;
  if (time.seconds < kYearOne || time.seconds >= kYearTenThousand) return kNotATimestamp;
  *static_cast<Timestamp*>(object) = time;
  return nullptr;
}

Problem read_date(const Type&, void* object, std::string_view text) {
  Timestamp time;
  if (text.size() != kDateSize || !take_date(text, time.seconds)) return kNotADate;
  *static_cast<Timestamp*>(object) = time;
  return nullptr;
}

Problem read_timestamp(const Type&, void* object, std::string_view text) { return read_time(object, text, true); }
Problem read_local_timestamp(const Type&, void* object, std::string_view text) {
  return read_time(object, text, false);
}

}  // namespace

Problem read_any_time(const Type& type, void* object, std::string_view text) {
  return text.size() == kDateSize ? read_date(type, object, text) : read_local_timestamp(type, object, text);
}

ReadCell time_reader(std::string_view sql_type) {
  if (sql_type == "DATE") return read_date;
  if (sql_type == "TIMESTAMP") return read_timestamp;
  if (sql_type == "TIMESTAMP_NTZ") return read_local_timestamp;
  return read_any_time;
}

}  // namespace databricks::detail
