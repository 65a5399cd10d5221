// What the headers of an answer say about sizes (RFC 9110 14.4 and 8.6).
#pragma once

#include <databricks/http.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace databricks::detail {

struct ContentRange {
  std::uint64_t from = 0;
  std::uint64_t to = 0;                  // behind the last byte
  std::optional<std::uint64_t> total{};  // unset: `*`
};

/// `bytes 0-99/1000`. Nothing for any other text, and for ranges that can't be.
DATABRICKS_API std::optional<ContentRange> parse_content_range(std::string_view text);

/// Content-Length of a body that is sent as it is; nothing when it is absent or packed.
std::optional<std::uint64_t> plain_length(const Headers& headers);

/// Whether the body went through a compression, so that its bytes are not those of the file.
bool is_packed(const Headers& headers);

}  // namespace databricks::detail
