#include "auth/credentials.hpp"
#include "auth/pat.hpp"

#include <databricks/error.hpp>

namespace databricks::detail {

namespace {

struct Method {
  std::string_view auth_type;
  std::unique_ptr<Credentials> (*create)(const Config&);  // null when the configuration lacks what it needs
};

constexpr Method kMethods[] = {{"pat", pat_credentials}};

}  // namespace

std::unique_ptr<Credentials> choose_credentials(const Config& config) {
  for (const auto& method : kMethods) {
    if (!config.auth_type.empty() && config.auth_type != method.auth_type) continue;
    if (auto credentials = method.create(config)) return credentials;
  }
  throw ConfigError(
      "no credentials: set token in Config, DATABRICKS_TOKEN in the environment, or token in a profile of the "
      "configuration file");
}

}  // namespace databricks::detail
