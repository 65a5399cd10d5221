// Bytes in JSON (RFC 4648).
#pragma once

#include <string>
#include <string_view>

namespace databricks::testing::local {

std::string base64(std::string_view bytes);
/// Throws DatabricksError for text that is not base64.
std::string from_base64(std::string_view text);

}  // namespace databricks::testing::local
