#include "transfer/stored_range.hpp"

#include "text/ascii.hpp"

#include <charconv>
#include <limits>

namespace databricks::detail {

std::optional<std::uint64_t> stored_bytes(const Headers& headers) {
  const std::string* header = headers.find("Range");
  if (header == nullptr) return 0;
  constexpr std::string_view kStart = "bytes=0-";
  auto text = trim(*header);
  if (!text.starts_with(kStart)) return std::nullopt;
  text.remove_prefix(kStart.size());
  std::uint64_t last = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), last);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (last == std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
  return last + 1;
}

}  // namespace databricks::detail
