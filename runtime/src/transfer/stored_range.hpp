// How far a resumable upload has come, as the object store says it in the Range header of a 308 answer.
#pragma once

#include <databricks/http.hpp>

#include <cstdint>
#include <optional>

namespace databricks::detail {

/// How many bytes are stored: 0 without the header, n + 1 for `bytes=0-n`. Nothing when it can't be understood.
std::optional<std::uint64_t> stored_bytes(const Headers& headers);

}  // namespace databricks::detail
