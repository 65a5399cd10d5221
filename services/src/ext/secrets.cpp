#include <databricks/ext/secrets.hpp>

#include "auth/base64.hpp"
#include "json/utf8.hpp"

#include <databricks/error.hpp>
#include <databricks/models/workspace.hpp>

namespace databricks::ext {

std::string Secrets::get_bytes(const std::string& scope, const std::string& key, const CallOptions& options) const {
  const auto answer = get_secret({.scope = scope, .key = key}, options);
  auto bytes = detail::from_base64(answer.value.value_or(""));
  if (!bytes) throw Error("the service's answer about secret " + scope + "/" + key + " is not base64");
  return std::move(*bytes);
}

std::string Secrets::get(const std::string& scope, const std::string& key, const CallOptions& options) const {
  auto text = get_bytes(scope, key, options);
  if (!detail::is_utf8(text)) throw Error("secret " + scope + "/" + key + " is not UTF-8: get_bytes() has its bytes");
  return text;
}

}  // namespace databricks::ext
