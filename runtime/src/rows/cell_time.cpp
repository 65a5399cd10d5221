#include "rows/cell_time.hpp"

#include <array>
#include <cstring>
#include <stdexcept>

namespace databricks::detail {

namespace {

constexpr std::size_t kDateSize = 10;      // 2024-01-31
constexpr std::size_t kDateTimeSize = 19;  // 2024-01-31T12:00:00

// The digits of the fraction end where the zone begins.
bool has_zone(std::string_view text) { return text.find_first_not_of("0123456789.", kDateTimeSize) != text.npos; }

// The text as RFC 3339 has it: `T` between date and time, and a zone.
Problem read_time(void* object, std::string_view text, bool zone_present, Problem problem) {
  std::array<char, 48> buffer;
  if (text.size() < kDateTimeSize || text.size() + 1 > buffer.size()) return problem;
  if (text[kDateSize] != 'T' && text[kDateSize] != ' ') return problem;
  std::memcpy(buffer.data(), text.data(), text.size());
  buffer[kDateSize] = 'T';
  std::size_t size = text.size();
  if (!zone_present) buffer[size++] = 'Z';
  try {
    *static_cast<Timestamp*>(object) = Timestamp::parse({buffer.data(), size});
    return nullptr;
  } catch (const std::invalid_argument&) {
    return problem;
  }
}

Problem read_date(const Type&, void* object, std::string_view text) {
  constexpr std::string_view kMidnight = "T00:00:00";
  std::array<char, kDateTimeSize> buffer;
  if (text.size() != kDateSize) return "not a date of the years 0001 to 9999";
  std::memcpy(buffer.data(), text.data(), kDateSize);
  std::memcpy(buffer.data() + kDateSize, kMidnight.data(), kMidnight.size());
  return read_time(object, {buffer.data(), buffer.size()}, false, "not a date of the years 0001 to 9999");
}

Problem read_timestamp(const Type&, void* object, std::string_view text) {
  const Problem problem = "not a timestamp of the years 0001 to 9999";
  if (text.size() < kDateTimeSize) return problem;
  if (!has_zone(text)) return "a timestamp without its time zone";
  return read_time(object, text, true, problem);
}

Problem read_local_timestamp(const Type&, void* object, std::string_view text) {
  const Problem problem = "not a timestamp of the years 0001 to 9999";
  if (text.size() < kDateTimeSize) return problem;
  return read_time(object, text, has_zone(text), problem);
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
