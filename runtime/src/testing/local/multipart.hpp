// Bodies of several parts (RFC 7578), taken apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace databricks::testing::local {

struct FormPart {
  std::string name{};
  std::string bytes{};
};

/// `content_type` is the header of the request. Throws DatabricksError for a body that is none or has no end.
std::vector<FormPart> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace databricks::testing::local
