#include "testing/route.hpp"

namespace databricks::testing::detail {

namespace {

using Parts = std::span<const PathPart>;
using Values = std::vector<std::string_view>;

bool match(Parts parts, std::string_view path, Values& values);

// Tries the placeholder's value with `size` bytes.
bool match_value(Parts parts, std::string_view path, std::size_t size, Values& values) {
  values.push_back(path.substr(0, size));
  if (match(parts.subspan(1), path.substr(size), values)) return true;
  values.pop_back();
  return false;
}

// The longest value that leaves a match for the rest.
bool match_placeholder(Parts parts, std::string_view path, Values& values) {
  const bool several = parts.front().kind == PathPart::Kind::multi_segment_field;
  const auto longest = several ? path.size() : std::min(path.find('/'), path.size());
  const auto rest = parts.size() > 1 ? parts[1].text : std::string_view();
  const bool ends_with_segment = rest.empty() || (!several && rest.starts_with('/'));
  if (ends_with_segment) return longest > 0 && match_value(parts, path, longest, values);
  for (auto size = longest; size > 0; --size) {
    if (path.substr(size).starts_with(rest) && match_value(parts, path, size, values)) return true;
  }
  return false;
}

bool match(Parts parts, std::string_view path, Values& values) {
  if (parts.empty()) return path.empty();
  if (parts.front().kind != PathPart::Kind::literal) return match_placeholder(parts, path, values);
  const auto literal = parts.front().text;
  return path.starts_with(literal) && match(parts.subspan(1), path.substr(literal.size()), values);
}

}  // namespace

Route::Route(const EndpointTable& endpoint) : endpoint_(&endpoint) {
  for (auto rest = endpoint.path; !rest.empty();) {
    const auto part = databricks::detail::next_path_part(rest);
    if (part.kind == PathPart::Kind::literal) specificity_.literal_bytes += part.text.size();
    if (part.kind == PathPart::Kind::field) ++specificity_.single_segments;
    parts_.push_back(part);
  }
}

bool Route::matches(std::string_view raw_path) const {
  Values values;
  return match(parts_, raw_path, values);
}

std::vector<NamedText> Route::placeholders(std::string_view raw_path) const {
  Values values;
  match(parts_, raw_path, values);
  std::vector<NamedText> named;
  auto value = values.begin();
  for (const auto& part : parts_) {
    if (part.kind == PathPart::Kind::literal) continue;
    const auto* prefix = part.kind == PathPart::Kind::from_config ? "config." : "";
    named.emplace_back(prefix + std::string(part.text), decode_percent(*value++));
  }
  return named;
}

}  // namespace databricks::testing::detail
