// The same list without the SDK: libcurl, simdjson on demand, and structs of standard types.
#pragma once

#include <cstdint>
#include <string>

namespace bench {

struct Totals {
  std::int64_t jobs = 0;
  std::int64_t tasks = 0;
  std::int64_t text = 0;  // bytes of job names
};

Totals list_by_hand(const std::string& origin, const std::string& token);

}  // namespace bench
