#include "trips.hpp"

namespace bench {

std::string chunk_text(std::int64_t first, std::int64_t rows) {
  constexpr const char* kCities[] = {"Amsterdam", "Bengaluru", "Berlin", "San Francisco", "Seattle"};
  std::string text = "[";
  for (std::int64_t i = first; i < first + rows; ++i) {
    const auto number = std::to_string(i);
    const auto digit = std::to_string(i % 10);
    text += i == first ? "[\"" : ",[\"";
    text += number + "\",\"" + kCities[i % 5] + "\",\"" + digit + ".25\",";
    text += i % 4 == 0 ? "null" : '"' + digit + '"';
    text += i % 2 == 0 ? ",\"true\",\"" : ",\"false\",\"";
    text += number + ".50\",\"2024-05-1" + digit + "T08:30:0" + digit + ".123Z\",";
    text += i % 3 == 0 ? "null]" : "\"picked up at the station, dropped at the \\\"harbour\\\"\"]";
  }
  return text + ']';
}

}  // namespace bench
