// Texts of peers, fit to be shown: UTF-8, of a limited length, without what could forge a line of the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace databricks::detail {

/// Without control characters; line breaks and tabs stay if `lines`. Bytes that are not UTF-8 become U+FFFD.
std::string printable(std::string_view text, bool lines = false);

/// The length of the longest beginning of at most `bytes` that ends between two characters.
std::size_t whole_characters(std::string_view text, std::size_t bytes);

/// Cut after at most `bytes`: `beginning... (7 more bytes)`. `unseen` bytes would follow the text.
std::string cut_text(std::string text, std::size_t bytes, std::size_t unseen = 0);

/// Printable (with its lines; not if `raw`, for who escapes it and knows that it is UTF-8), then masked, as what is
/// taken out could have been in the middle of a name; and cut after at most `bytes`. Looks only at as much as is
/// needed.
std::string shown_text(std::string_view text, std::size_t bytes, bool raw = false);

}  // namespace databricks::detail
