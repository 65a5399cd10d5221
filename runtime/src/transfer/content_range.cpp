#include "transfer/content_range.hpp"

#include "text/ascii.hpp"

#include <charconv>

namespace databricks::detail {

namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) {
  constexpr std::string_view kUnit = "bytes ";
  text = trim(text);
  if (!same_text(text.substr(0, kUnit.size()), kUnit)) return std::nullopt;
  text.remove_prefix(kUnit.size());
  const auto dash = text.find('-');
  const auto slash = text.find('/');
  if (dash == text.npos || slash == text.npos || slash < dash) return std::nullopt;
  const auto first = whole_number(text.substr(0, dash));
  const auto last = whole_number(text.substr(dash + 1, slash - dash - 1));
  const auto total = whole_number(text.substr(slash + 1));
  if (!first || !last || *last < *first || *last + 1 == 0) return std::nullopt;
  if (!total && text.substr(slash + 1) != "*") return std::nullopt;
  if (total && *last >= *total) return std::nullopt;
  return ContentRange{*first, *last + 1, total};
}

std::optional<std::uint64_t> plain_length(const Headers& headers) {
  const std::string* length = headers.find("Content-Length");
  if (length == nullptr || headers.find("Transfer-Encoding") != nullptr || is_packed(headers)) return std::nullopt;
  return whole_number(trim(*length));
}

bool is_packed(const Headers& headers) {
  const std::string* encoding = headers.find("Content-Encoding");
  return encoding != nullptr && !trim(*encoding).empty() && !same_text(trim(*encoding), "identity");
}

}  // namespace databricks::detail
