#include "auth/scopes.hpp"

#include <set>

namespace databricks::detail {

std::string scope_text(const Config& config) {
  const std::set<std::string> sorted(config.scopes.begin(), config.scopes.end());
  std::string text;
  for (const auto& scope : sorted) text += (text.empty() ? "" : " ") + scope;
  return text.empty() ? "all-apis" : text;
}

}  // namespace databricks::detail
