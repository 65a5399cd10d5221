// Durations as `3.500s`.
#include <databricks/value.hpp>

#include "value/digits.hpp"

#include <stdexcept>

namespace databricks {

namespace {
constexpr std::int64_t most_seconds = 315'576'000'000;  // ten thousand years
}

Duration Duration::parse(std::string_view text) {
  const auto refuse = [] { throw std::invalid_argument("not a duration (like 3.5s)"); };
  const bool negative = detail::take(text, '-');
  const auto end = text.find_first_not_of("0123456789");
  // 19 digits never overflow the loop below; more than 12 are out of range unless they are zeros.
  if (end == 0 || end == text.npos || end > 18) refuse();
  Duration result;
  while (text.front() >= '0' && text.front() <= '9') {
    result.seconds = result.seconds * 10 + (text.front() - '0');
    text.remove_prefix(1);
  }
  const auto fraction = detail::take_fraction(text);
  if (!fraction || text != "s") refuse();
  result.nanoseconds = *fraction;
  if (result.seconds > most_seconds || (result.seconds == most_seconds && result.nanoseconds > 0)) refuse();
  if (negative) {
    result.seconds = -result.seconds;
    result.nanoseconds = -result.nanoseconds;
  }
  return result;
}

std::string Duration::text() const {
  std::string out;
  if (seconds < 0 || nanoseconds < 0) out += '-';
  const auto magnitude = static_cast<std::uint64_t>(seconds);
  detail::append_digits(out, seconds < 0 ? 0 - magnitude : magnitude, 1);
  detail::append_fraction(out, nanoseconds < 0 ? -nanoseconds : nanoseconds);
  out += 's';
  return out;
}

}  // namespace databricks
