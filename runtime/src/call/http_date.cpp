#include "call/http_date.hpp"

#include "text/ascii.hpp"

#include <array>
#include <charconv>

namespace databricks::detail {

namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};

struct Words {
  std::array<std::string_view, 6> word{};
  std::size_t count = 0;  // 7: too many
};

// The three forms differ in what stands between their parts, and the oldest in their order.
Words split(std::string_view text) {
  Words words;
  while (true) {
    text = trim(text, " \t,-");
    if (text.empty()) return words;
    if (words.count == words.word.size()) return {.count = 7};
    const auto end = std::min(text.find_first_of(" \t,-"), text.size());
    words.word[words.count++] = text.substr(0, end);
    text.remove_prefix(end);
  }
}

// Digits only; -1: not a number of at most this many digits.
int number(std::string_view text, std::size_t most_digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && text.size() <= most_digits && text.front() != '-' ? value : -1;
}

unsigned month_number(std::string_view name) {
  for (unsigned i = 0; i < 12; ++i) {
    if (same_text(kMonths[i], name)) return i + 1;
  }
  return 0;
}

int full_year(std::string_view text, sys_seconds now) {
  const int year = number(text, 4);
  if (year < 0 || text.size() > 2) return text.size() == 4 ? year : -1;
  const int present = static_cast<int>(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now)).year());
  const int here = present / 100 * 100 + year;
  return here > present + 50 ? here - 100 : here;
}

std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const int hour = number(text.substr(0, 2), 2);
  const int minute = number(text.substr(3, 2), 2);
  const int second = number(text.substr(6, 2), 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
  return std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

}  // namespace

std::optional<sys_seconds> parse_http_date(std::string_view text, sys_seconds now) {
  const Words words = split(text);
  const auto& word = words.word;
  const bool oldest = words.count == 5;
  if (!oldest && (words.count != 6 || word[5] != "GMT")) return std::nullopt;
  const int day = number(word[oldest ? 2 : 1], 2);
  const unsigned month = month_number(word[oldest ? 1 : 2]);
  const int year = full_year(word[oldest ? 4 : 3], now);
  const auto time = time_of_day(word[oldest ? 3 : 4]);
  if (day < 0 || year < 0 || !time) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return sys_days(date) + *time;
}

}  // namespace databricks::detail
