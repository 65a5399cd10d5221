#include "value/digits.hpp"

namespace databricks::detail {

namespace {
bool is_digit(char c) { return c >= '0' && c <= '9'; }
}  // namespace

std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, count)) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return number;
}

std::optional<std::int32_t> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  std::size_t size = 0;
  while (size < text.size() && is_digit(text[size])) ++size;
  if (size < 1 || size > 9) return std::nullopt;
  std::int32_t nanoseconds = *take_digits(text, size);
  for (; size < 9; ++size) nanoseconds *= 10;
  return nanoseconds;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

void append_digits(std::string& out, std::uint64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void append_fraction(std::string& out, std::int32_t nanoseconds) {
  if (nanoseconds == 0) return;
  out += '.';
  const auto number = static_cast<std::uint64_t>(nanoseconds);
  if (number % 1'000'000 == 0) return append_digits(out, number / 1'000'000, 3);
  if (number % 1'000 == 0) return append_digits(out, number / 1'000, 6);
  append_digits(out, number, 9);
}

}  // namespace databricks::detail
