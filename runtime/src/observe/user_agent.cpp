#include "observe/user_agent.hpp"

#include <databricks/version.hpp>

namespace databricks::detail {

namespace {

constexpr std::string_view operating_system() {
#if defined(_WIN32)
  return "windows";
#elif defined(__APPLE__)
  return "darwin";
#else
  return "linux";
#endif
}

}  // namespace

std::string user_agent(std::string_view auth_type) {
  std::string text = "unknown/0.0.0 databricks-sdk-cpp/";
  text.append(version).append(" cpp/20 os/").append(operating_system()).append(" auth/").append(auth_type);
  return text;
}

}  // namespace databricks::detail
