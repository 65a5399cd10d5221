// Workload identity federation with an ID token in a file, which the platform replaces from time to time.
#include "auth/bearer.hpp"
#include "auth/id_token.hpp"
#include "auth/methods.hpp"
#include "auth/oidc_exchange.hpp"
#include "auth/required.hpp"
#include "auth/small_file.hpp"
#include "text/ascii.hpp"

namespace databricks::detail {

namespace {

std::string read_id_token(const std::string& path) {
  const auto text = read_small_file(path);
  if (!text) throw AuthError("File " + path + " does not exist");
  if (trim(*text).empty()) throw AuthError("File " + path + " is empty");
  return *text;
}

}  // namespace

Attempted file_oidc(const AuthContextPtr& context, const std::stop_token&) {
  const auto& config = context->config;
  if (config.host.empty()) return {.skipped = required("host")};
  if (config.oidc_token_filepath.empty()) return {.skipped = "Missing path: " + required("oidc_token_filepath")};
  const auto path = config.oidc_token_filepath;
  // The path was given on purpose: what is wrong with the file is told now, and not hidden by a later method.
  checked_id_token(read_id_token(path), context->wall());
  const auto read = [path](const std::stop_token&) { return read_id_token(path); };
  return {.credentials = bearer_credentials("file-oidc", exchange_source(context, read))};
}

}  // namespace databricks::detail
