#include "trips.hpp"

#include <simdjson.h>

#include <charconv>
#include <chrono>
#include <stdexcept>

namespace bench {

namespace {

using Value = simdjson::ondemand::value;

void require(bool holds) {
  if (!holds) throw std::runtime_error("not what it should be");
}

template <class T>
void number(std::string_view text, T& to) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  require(error == std::errc() && end == text.data() + text.size());
}

int digits(std::string_view text, std::size_t begin, std::size_t count) {
  int value = 0;
  require(text.size() >= begin + count);
  for (std::size_t i = begin; i < begin + count; ++i) {
    require(text[i] >= '0' && text[i] <= '9');
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// `2024-05-10T08:30:00.123Z`: this form only.
void time(std::string_view text, databricks::Timestamp& to) {
  using namespace std::chrono;
  require(text.size() == 24 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' &&
          text[16] == ':' && text[19] == '.' && text[23] == 'Z');
  const year_month_day date(year(digits(text, 0, 4)), month(static_cast<unsigned>(digits(text, 5, 2))),
                            day(static_cast<unsigned>(digits(text, 8, 2))));
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  require(date.ok() && hour < 24 && minute < 60 && second < 60);
  to.seconds = sys_days(date).time_since_epoch().count() * std::int64_t{86'400} + (hour * 60 + minute) * 60 + second;
  to.nanoseconds = digits(text, 20, 3) * 1'000'000;
}

}  // namespace

void read_by_hand(std::string_view text, std::size_t capacity, Sum& sum) {
  static simdjson::ondemand::parser parser;
  auto document = parser.iterate(text.data(), text.size(), capacity);
  Trip trip;
  for (auto row : document.get_array()) {
    std::size_t index = 0;
    for (auto element : row.get_array()) {
      Value cell = element.value();
      const bool is_null = cell.type() == simdjson::ondemand::json_type::null;
      const std::string_view value = is_null ? std::string_view() : std::string_view(cell.get_string());
      switch (index++) {
        case 0:
          number(value, trip.trip_id);
          break;
        case 1:
          trip.city.assign(value);
          break;
        case 2:
          number(value, trip.distance);
          break;
        case 3:
          is_null ? trip.passengers.reset() : number(value, trip.passengers.emplace());
          break;
        case 4:
          require(value == "true" || value == "false");
          trip.paid = value == "true";
          break;
        case 5:
          trip.fare.assign(value);
          break;
        case 6:
          time(value, trip.started);
          break;
        case 7:
          is_null ? trip.comment.reset() : static_cast<void>(trip.comment.emplace().assign(value));
          break;
        default:
          require(false);
      }
    }
    require(index == 8);
    sum.add(trip);
  }
}

}  // namespace bench
