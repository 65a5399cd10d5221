#include "call/retry_after.hpp"

#include "call/http_date.hpp"
#include "text/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace databricks::detail {

namespace {

constexpr double kMostSeconds = 1e9;  // far beyond any limit, and far from where clocks overflow

bool is_decimal(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && is_digit(text.front()) && std::count(text.begin(), text.end(), '.') <= 1 &&
         std::all_of(text.begin(), text.end(), [&](char c) { return is_digit(c) || c == '.'; });
}

double to_seconds(std::string_view decimal) {
  double seconds = kMostSeconds;  // stays when there are more digits than a double has room for
  std::from_chars(decimal.data(), decimal.data() + decimal.size(), seconds);
  return seconds;
}

}  // namespace

std::optional<std::chrono::milliseconds> retry_after(const Headers& headers,
                                                     std::chrono::system_clock::time_point now) {
  const std::string* header = headers.find("Retry-After");
  if (header == nullptr) return std::nullopt;
  const auto text = trim(*header);
  double seconds = 0;
  if (is_decimal(text)) {
    seconds = to_seconds(text);
  } else if (const auto date = parse_http_date(text, std::chrono::floor<std::chrono::seconds>(now))) {
    // Not the difference of two time points: a system clock of nanoseconds ends in the year 2262.
    const auto now_seconds = std::chrono::duration<double>(now.time_since_epoch());
    seconds = static_cast<double>(date->time_since_epoch().count()) - now_seconds.count();
  }
  if (!(seconds > 0)) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(std::min(seconds, kMostSeconds) * 1000)));
}

}  // namespace databricks::detail
