// The User-Agent header.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

/// `unknown/0.0.0 databricks-sdk-cpp/0.1.0 cpp/20 os/linux auth/pat`
std::string user_agent(std::string_view auth_type);

}  // namespace databricks::detail
