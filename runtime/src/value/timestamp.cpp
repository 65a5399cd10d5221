// RFC 3339 timestamps.
#include <databricks/value.hpp>

#include "value/digits.hpp"

#include <stdexcept>

namespace databricks {

namespace {

using namespace std::chrono;

[[noreturn]] void not_a_timestamp() { throw std::invalid_argument("not a timestamp (RFC 3339)"); }

int required(std::optional<int> digits) { return digits ? *digits : (not_a_timestamp(), 0); }
void required(bool present) {
  if (!present) not_a_timestamp();
}

std::int64_t take_date(std::string_view& text) {
  const int year_number = required(detail::take_digits(text, 4));
  required(detail::take(text, '-'));
  const auto month_number = static_cast<unsigned>(required(detail::take_digits(text, 2)));
  required(detail::take(text, '-'));
  const auto day_number = static_cast<unsigned>(required(detail::take_digits(text, 2)));
  const year_month_day date{year(year_number), month(month_number), day(day_number)};
  required(year_number >= 1 && date.ok());
  return std::int64_t{sys_days(date).time_since_epoch().count()} * 86'400;
}

// Hours, minutes and seconds; a leap second is refused, as no clock of ours could hold it.
std::int64_t take_time(std::string_view& text) {
  const int hours = required(detail::take_digits(text, 2));
  required(detail::take(text, ':'));
  const int minutes = required(detail::take_digits(text, 2));
  required(detail::take(text, ':'));
  const int seconds = required(detail::take_digits(text, 2));
  required(hours < 24 && minutes < 60 && seconds < 60);
  return (hours * 60 + minutes) * 60 + seconds;
}

std::int64_t take_offset(std::string_view& text) {
  if (detail::take(text, 'Z') || detail::take(text, 'z')) return 0;
  const int sign = detail::take(text, '-') ? -1 : (required(detail::take(text, '+')), 1);
  const int hours = required(detail::take_digits(text, 2));
  required(detail::take(text, ':'));
  const int minutes = required(detail::take_digits(text, 2));
  required(hours < 24 && minutes < 60);
  return sign * (hours * 60 + minutes) * 60;
}

constexpr std::int64_t year_one = sys_days(year(1) / 1 / 1).time_since_epoch().count() * std::int64_t{86'400};
constexpr std::int64_t year_ten_thousand =
    sys_days(year(10'000) / 1 / 1).time_since_epoch().count() * std::int64_t{86'400};

bool in_range(std::int64_t seconds) { return seconds >= year_one && seconds < year_ten_thousand; }

}  // namespace

Timestamp Timestamp::parse(std::string_view text) {
  Timestamp result;
  result.seconds = take_date(text);
  required(detail::take(text, 'T') || detail::take(text, 't'));
  result.seconds += take_time(text);
  const auto fraction = detail::take_fraction(text);
  required(fraction.has_value());
  result.nanoseconds = *fraction;
  result.seconds -= take_offset(text);
  required(text.empty() && in_range(result.seconds));
  return result;
}

std::string Timestamp::text() const {
  if (!in_range(seconds) || nanoseconds < 0 || nanoseconds > 999'999'999) {
    throw std::out_of_range("a timestamp outside the years 0001 to 9999");
  }
  const sys_seconds time{std::chrono::seconds(seconds)};
  const auto midnight = floor<days>(time);
  const year_month_day date(midnight);
  const hh_mm_ss clock(time - midnight);
  std::string out;
  out.reserve(30);
  const auto part = [&out](auto number, std::size_t width, char after) {
    detail::append_digits(out, static_cast<std::uint64_t>(number), width);
    out += after;
  };
  part(static_cast<int>(date.year()), 4, '-');
  part(static_cast<unsigned>(date.month()), 2, '-');
  part(static_cast<unsigned>(date.day()), 2, 'T');
  part(clock.hours().count(), 2, ':');
  part(clock.minutes().count(), 2, ':');
  detail::append_digits(out, static_cast<std::uint64_t>(clock.seconds().count()), 2);
  detail::append_fraction(out, nanoseconds);
  out += 'Z';
  return out;
}

}  // namespace databricks
