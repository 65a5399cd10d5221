// Well-known values: timestamps, durations, field masks, free-form JSON, bytes. Plain value types.
#pragma once

#include <databricks/export.hpp>

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace databricks {

/// A point in time (RFC 3339), to the nanosecond, years 0001 to 9999.
struct DATABRICKS_API Timestamp {
  std::int64_t seconds{};      // since 1970-01-01T00:00:00Z
  std::int32_t nanoseconds{};  // 0 to 999,999,999

  constexpr Timestamp() = default;
  constexpr Timestamp(std::int64_t s, std::int32_t ns) : seconds(s), nanoseconds(ns) {}
  template <class D>
  constexpr Timestamp(std::chrono::time_point<std::chrono::system_clock, D> time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    seconds = whole.time_since_epoch().count();
    nanoseconds = static_cast<std::int32_t>(std::chrono::nanoseconds(time - whole).count());
  }

  /// Reads any offset and 0 to 9 digits of fraction. Throws std::invalid_argument.
  static Timestamp parse(std::string_view text);
  /// UTC with `Z` and 0, 3, 6 or 9 digits of fraction, the shortest that is exact. Throws
  /// std::out_of_range outside the years 0001 to 9999.
  std::string text() const;
  /// The same point in time; what does not fit (years before 1678 or after 2261) is undefined.
  std::chrono::sys_time<std::chrono::nanoseconds> time() const {
    return std::chrono::sys_time<std::chrono::nanoseconds>(std::chrono::seconds(seconds) +
                                                           std::chrono::nanoseconds(nanoseconds));
  }
  friend constexpr auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

/// A span of time to the nanosecond, within +-315,576,000,000 s; both parts have the same sign.
struct DATABRICKS_API Duration {
  std::int64_t seconds{};
  std::int32_t nanoseconds{};

  constexpr Duration() = default;
  constexpr Duration(std::int64_t s, std::int32_t ns) : seconds(s), nanoseconds(ns) {}
  template <class Rep, class Period>
  constexpr Duration(std::chrono::duration<Rep, Period> span) {
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(span);
    seconds = whole.count();
    nanoseconds = static_cast<std::int32_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(span - whole).count());
  }

  /// Reads `-?digits[.1-9 digits]s`. Throws std::invalid_argument.
  static Duration parse(std::string_view text);
  /// `3.500s`: 0, 3, 6 or 9 digits of fraction, the shortest that is exact.
  std::string text() const;
  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
};

/// Paths of fields, as on the wire: `spec.size,display_name`.
struct DATABRICKS_API FieldMask {
  std::vector<std::string> paths{};

  FieldMask() = default;
  FieldMask(std::initializer_list<std::string> p) : paths(p) {}
  explicit FieldMask(std::vector<std::string> p) : paths(std::move(p)) {}
  static FieldMask parse(std::string_view text);
  std::string text() const;
  friend bool operator==(const FieldMask&, const FieldMask&) = default;
};

/// Any JSON value, as compact text. What is assigned is checked when it is sent.
struct RawJson {
  std::string text{};

  RawJson() = default;
  RawJson(std::string json) : text(std::move(json)) {}
  RawJson(const char* json) : text(json) {}
  friend bool operator==(const RawJson&, const RawJson&) = default;
};

/// The body of an answer that is not JSON. Empty when the call was given a sink to write to.
struct Bytes {
  std::string data{};

  friend bool operator==(const Bytes&, const Bytes&) = default;
};

/// They print as their text on the wire.
DATABRICKS_API std::ostream& operator<<(std::ostream& stream, const Timestamp& value);
DATABRICKS_API std::ostream& operator<<(std::ostream& stream, const Duration& value);
DATABRICKS_API std::ostream& operator<<(std::ostream& stream, const FieldMask& value);
DATABRICKS_API std::ostream& operator<<(std::ostream& stream, const RawJson& value);

}  // namespace databricks
