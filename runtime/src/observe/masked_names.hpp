// What is a secret by its name.
#pragma once

#include <string_view>

namespace databricks::detail {

/// Takes the place of a secret.
inline constexpr std::string_view kMask = "**REDACTED**";

/// A parameter of a query or a form: names of members, and those that only mean a secret there.
bool is_masked_parameter(std::string_view name);
bool is_masked_header(std::string_view name);
/// Members whose text is an address that grants access by its query: a pre-signed URL.
bool is_signed_link(std::string_view name);

}  // namespace databricks::detail
