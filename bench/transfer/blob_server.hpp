// A store of one blob: GET gives it, or the range asked for; PUT takes anything and forgets it.
#pragma once

#include <cstdint>

#include "forked_server.hpp"

namespace bench {

inline constexpr std::uint64_t kBlobSize = std::uint64_t{1} << 30;
inline constexpr const char* kBlobPath = "/blob";

void serve_blob(Wire& wire);

}  // namespace bench
