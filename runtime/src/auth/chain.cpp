#include "auth/chain.hpp"

#include "auth/methods.hpp"
#include "config/advice.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr ChainEntry kChain[] = {
    {"pat", pat},
    {"basic", basic},
    {"metadata-service", metadata_service},
    {"oauth-m2m", oauth_m2m},
    {"env-oidc", env_oidc},
    {"file-oidc", file_oidc},
    {"github-oidc", github_oidc},
    {"azure-devops-oidc", azure_devops_oidc},
    {"azure-msi", azure_msi},
    {"azure-client-secret", azure_client_secret},
    {"github-oidc-azure", github_oidc_azure},
    {"azure-cli", azure_cli},
    {"google-credentials", google_credentials},
    {"google-id", google_id},
    {"external-browser", external_browser},
    {"databricks-cli", databricks_cli},
    {"runtime-oauth", runtime_oauth},
    {"runtime", runtime},
    {"model-serving", model_serving},
};

constexpr std::string_view kGuide =
    "https://docs.databricks.com/en/dev-tools/auth.html#databricks-client-unified-authentication";

[[noreturn]] void nothing_fits(const Config& config, const std::string& reasons) {
  std::string tried = ". Tried: " + reasons;
  if (config.origins && !config.origins->missing_file.empty()) tried += "; " + config.origins->missing_file;
  throw AuthError("default auth: cannot configure default credentials, please check " + std::string(kGuide) +
                  " to configure credentials for your preferred authentication method" + configuration_advice(config) +
                  tried);
}

Attempted attempt(const ChainEntry& entry, const AuthContextPtr& context, const std::stop_token& stop) {
  try {
    return entry.create(context, stop);
  } catch (const Error& error) {
    const auto name = std::string(entry.auth_type) + ": ";
    const std::string why = error.what();
    throw AuthError("default auth: " + std::string(without_final_dots(why.starts_with(name) ? why : name + why)) +
                    configuration_advice(context->config));
  }
}

}  // namespace

std::span<const ChainEntry> chain() { return kChain; }

std::shared_ptr<Credentials> choose_credentials(const AuthContextPtr& context, const std::stop_token& stop) {
  if (context->config.credentials) return context->config.credentials;
  const auto& wanted = context->config.auth_type;
  const auto is_wanted = [&](const ChainEntry& entry) { return wanted.empty() || entry.auth_type == wanted; };
  if (std::none_of(std::begin(kChain), std::end(kChain), is_wanted)) {
    throw AuthError("auth type \"" + wanted + "\" not found, please check " + std::string(kGuide) +
                    " for a list of supported auth types" + configuration_advice(context->config));
  }
  std::string reasons;
  for (const auto& entry : kChain) {
    if (!is_wanted(entry)) continue;
    const auto attempted = attempt(entry, context, stop);
    if (attempted.credentials) return attempted.credentials;
    const auto reason = std::string(entry.auth_type) + ": " + attempted.skipped;
    context->log(LogLevel::debug, "skipped " + reason);
    reasons += (reasons.empty() ? "" : "; ") + reason;
  }
  nothing_fits(context->config, reasons);
}

}  // namespace databricks::detail
