// Rows such as tables have: numbers, texts, a time, and NULLs.
#pragma once

#include <databricks/reflect.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

struct Trip {
  std::int64_t trip_id{};
  std::string city{};
  double distance{};
  databricks::optional<std::int64_t> passengers{};
  bool paid{};
  std::string fare{};  // a DECIMAL
  databricks::Timestamp started{};
  databricks::optional<std::string> comment{};
};
BOOST_DESCRIBE_STRUCT(Trip, (), (trip_id, city, distance, passengers, paid, fare, started, comment))

/// So many rows as the service sends them, counted from `first`.
std::string chunk_text(std::int64_t first, std::int64_t rows);

/// What a program makes of the rows: enough to tell whether two readers read the same.
struct Sum {
  std::int64_t rows = 0;
  std::uint64_t hash = 0;
  void add(const Trip& trip) {
    ++rows;
    hash = hash * 31 + static_cast<std::uint64_t>(trip.trip_id + trip.started.seconds) + trip.city.size() +
           trip.fare.size() + static_cast<std::uint64_t>(trip.distance * 8) + (trip.paid ? 1u : 0u) +
           static_cast<std::uint64_t>(trip.passengers.value_or(99)) +
           (trip.comment.has_value() ? trip.comment->size() : 7u);
  }
  friend bool operator==(const Sum&, const Sum&) = default;
};

/// The peer: a loop over simdjson's on-demand interface, written for this struct. The text must be followed by
/// simdjson's padding.
void read_by_hand(std::string_view text, std::size_t capacity, Sum& sum);

}  // namespace bench
