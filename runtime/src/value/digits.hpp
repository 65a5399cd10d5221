// Fixed-width decimal digits, as timestamps and durations have them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

/// Takes exactly `count` digits from the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count);
/// Takes `.` and 1 to 9 digits, if there is a `.`, and gives nanoseconds; nothing when it is no such fraction.
std::optional<std::int32_t> take_fraction(std::string_view& text);
/// Takes this character from the front, if it is there.
bool take(std::string_view& text, char c);

void append_digits(std::string& out, std::uint64_t number, std::size_t width);
/// `.` and 3, 6 or 9 digits, the shortest that is exact; nothing for 0.
void append_fraction(std::string& out, std::int32_t nanoseconds);

}  // namespace databricks::detail
