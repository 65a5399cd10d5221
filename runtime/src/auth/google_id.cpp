// Acts as a Google service account without its key, by who this machine or its user is to Google.
#include "auth/google_default.hpp"
#include "auth/google_headers.hpp"
#include "auth/google_impersonation.hpp"
#include "auth/methods.hpp"
#include "auth/required.hpp"

namespace databricks::detail {

Attempted google_id(const AuthContextPtr& context, const std::stop_token& stop) {
  const auto& config = context->config;
  if (config.host.empty()) return {.skipped = required("host")};
  if (config.google_service_account.empty()) return {.skipped = required("google_service_account")};
  GoogleImpersonation impersonation{.account_url = google_account_url(config.google_service_account)};
  auto found = google_default_credentials(context, stop);
  impersonation.source = std::move(found.name);
  const std::shared_ptr<TokenSource> source = context->token_source(std::move(found.fetch));
  return {.credentials = google_headers(
              "google-id", *context,
              [context, impersonation, source](const std::stop_token& asked) {
                return impersonated_id_token(*context, impersonation, context->config.host, source->get(asked), asked);
              },
              [context, impersonation, source](const std::stop_token& asked) {
                return impersonated_access_token(*context, impersonation, kGoogleScopes, source->get(asked), asked);
              })};
}

}  // namespace databricks::detail
