// The head of a response as it came, and what it says about the body. Strict where laxness lets two readers of the
// same bytes disagree.
#pragma once

#include <cstdint>
#include <databricks/http.hpp>
#include <optional>
#include <string_view>

namespace databricks {

struct Framing {
  enum Kind { nothing, length, chunked, until_close };
  Kind kind = nothing;
  std::uint64_t bytes = 0;  // for length
  bool gzip = false;
  bool keep_alive = false;  // whether the connection can be used again
};

struct ResponseHead {
  int status = 0;
  bool http_1_1 = false;
  std::string reason{};
  Headers headers{};
};

/// Length of the head at the beginning of the text, its empty line included; 0 when it isn't complete. `scanned` is
/// how much of the text an earlier call has seen.
std::size_t head_length(std::string_view text, std::size_t scanned);

/// Whether the text is the beginning of an interim answer (1xx) or may become one. 101 is none: nothing follows it.
bool may_be_interim(std::string_view text);

/// Returns what is wrong with it, or an empty text.
std::string_view parse_head(std::string_view text, ResponseHead& head);

/// The same, for the rules of RFC 9112 section 6.3.
std::string_view parse_framing(const ResponseHead& head, std::string_view method, Framing& framing);

}  // namespace databricks
