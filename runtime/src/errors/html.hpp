// Error pages of gateways and proxies.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

/// The text without tags, with entities decoded, trimmed.
std::string html_to_text(std::string_view html);

/// What a page says: the text of its first `<pre>`, or of its `<title>` if that is empty or missing; without tags, with
/// entities decoded. Empty when both are. Nothing when the page has neither, or it isn't closed.
std::optional<std::string> html_text(std::string_view page);

}  // namespace databricks::detail
