// Path templates, matched against the path of a request as it came over the wire: segments are split before they
// are decoded, so that `%2F` stays inside its segment.
#pragma once

#include "request/path.hpp"
#include "testing/arguments.hpp"

#include <databricks/endpoint_table.hpp>

#include <compare>
#include <optional>
#include <vector>

namespace databricks::testing::detail {

using databricks::detail::PathPart;

/// How much of a path a template fixes; the greater wins when several match.
struct Specificity {
  std::size_t literal_bytes = 0;
  std::size_t single_segments = 0;
  friend auto operator<=>(const Specificity&, const Specificity&) = default;
};

class Route {
 public:
  explicit Route(const EndpointTable& endpoint);

  const EndpointTable& endpoint() const { return *endpoint_; }
  const Specificity& specificity() const { return specificity_; }
  bool matches(std::string_view raw_path) const;
  /// The placeholders of a path that matches, decoded. Throws InvalidArgument for a malformed escape.
  std::vector<NamedText> placeholders(std::string_view raw_path) const;

 private:
  const EndpointTable* endpoint_;
  std::vector<PathPart> parts_;
  Specificity specificity_;
};

}  // namespace databricks::testing::detail
