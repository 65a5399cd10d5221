#include "json/number.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

namespace databricks::detail {

namespace {

constexpr Problem not_an_integer = "not an integer";
constexpr Problem not_a_number = "not a number";

Problem out_of_range(const Type& type) {
  switch (type.size) {
    case 1:
      return "out of range for 8 bits";
    case 2:
      return "out of range for 16 bits";
    case 4:
      return "out of range for 32 bits";
    default:
      return "out of range for 64 bits";
  }
}

template <class T, class Number>
Problem store(const Type& type, void* object, Number number) {
  if (!std::in_range<T>(number)) return out_of_range(type);
  const T value = static_cast<T>(number);
  std::memcpy(object, &value, sizeof value);
  return nullptr;
}

template <class Number>
Problem store_any(const Type& type, void* object, Number number) {
  switch (type.size) {
    case 1:
      return type.flag ? store<std::int8_t>(type, object, number) : store<std::uint8_t>(type, object, number);
    case 2:
      return type.flag ? store<std::int16_t>(type, object, number) : store<std::uint16_t>(type, object, number);
    case 4:
      return type.flag ? store<std::int32_t>(type, object, number) : store<std::uint32_t>(type, object, number);
    default:
      return type.flag ? store<std::int64_t>(type, object, number) : store<std::uint64_t>(type, object, number);
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The parts of `-12.50e3`: all digits without the point, and the power of ten that the last one stands for.
struct Decimal {
  bool negative = false;
  std::string digits{};
  long exponent = 0;
};

bool take_digits(std::string_view& text, std::string& digits) {
  const auto before = text.size();
  while (!text.empty() && is_digit(text.front())) {
    digits += text.front();
    text.remove_prefix(1);
  }
  return text.size() < before;
}

bool take_exponent(std::string_view& text, long& exponent) {
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  if (text.size() > 1 && text[0] == '+' && is_digit(text[1])) text.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  // An exponent beyond int is as good as the largest one: no text has digits enough to make up for it.
  if (error == std::errc::result_out_of_range) number = text.front() == '-' ? -2'000'000'000 : 2'000'000'000;
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) return false;
  exponent += number;
  return true;
}

bool parse_decimal(std::string_view text, Decimal& decimal) {
  if (!text.empty() && text.front() == '-') {
    decimal.negative = true;
    text.remove_prefix(1);
  }
  if (!take_digits(text, decimal.digits)) return false;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    const auto before = decimal.digits.size();
    if (!take_digits(text, decimal.digits)) return false;
    decimal.exponent = -static_cast<long>(decimal.digits.size() - before);
  }
  return take_exponent(text, decimal.exponent);
}

template <class T>
T with_c_library(const char* text) {
  if constexpr (sizeof(T) == sizeof(double)) {
    return std::strtod(text, nullptr);
  } else {
    return std::strtof(text, nullptr);
  }
}

template <class T>
Problem store_nearest(void* object, std::string_view text) {
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return not_a_number;
  // Out of range is either too large, or so small that zero is nearest; the C library tells.
  if (error != std::errc()) value = with_c_library<T>(std::string(text).c_str());
  if (!std::isfinite(value)) return "out of range for a floating-point number";
  std::memcpy(object, &value, sizeof value);
  return nullptr;
}

}  // namespace

Problem store_integer(const Type& type, void* object, std::int64_t number) { return store_any(type, object, number); }
Problem store_integer(const Type& type, void* object, std::uint64_t number) { return store_any(type, object, number); }

Problem store_integer(const Type& type, void* object, std::string_view text) {
  Decimal decimal;
  if (!parse_decimal(text, decimal)) return not_an_integer;
  std::string& digits = decimal.digits;
  digits.erase(0, digits.find_first_not_of('0'));
  if (digits.empty()) return store_integer(type, object, std::int64_t{0});
  while (digits.back() == '0') {
    digits.pop_back();
    ++decimal.exponent;
  }
  if (decimal.exponent < 0) return not_an_integer;
  if (static_cast<long>(digits.size()) + decimal.exponent > 20) return out_of_range(type);
  digits.append(static_cast<std::size_t>(decimal.exponent), '0');
  if (decimal.negative) {
    digits.insert(0, 1, '-');
    std::int64_t number = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc()) {
      return out_of_range(type);
    }
    return store_integer(type, object, number);
  }
  std::uint64_t number = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc()) {
    return out_of_range(type);
  }
  return store_integer(type, object, number);
}

Problem store_floating(const Type& type, void* object, std::string_view text) {
  // from_chars would take `nan` and `inf`, and `.5` and `1.` too.
  if (text.size() > 1 && text.back() == '.') return not_a_number;
  if (text.empty() || !(is_digit(text.front()) || (text.front() == '-' && text.size() > 1 && is_digit(text[1])))) {
    return not_a_number;
  }
  return type.size == sizeof(double) ? store_nearest<double>(object, text) : store_nearest<float>(object, text);
}

}  // namespace databricks::detail
