#include "auth/google_default.hpp"

#include "auth/google_file.hpp"
#include "auth/google_http.hpp"
#include "auth/google_impersonation.hpp"
#include "auth/google_metadata.hpp"
#include "auth/google_service_account.hpp"
#include "auth/small_file.hpp"

namespace databricks::detail {

namespace {

using Fetch = TokenSource::Fetch;

constexpr const char* kSupported = "authorized_user, service_account or impersonated_service_account";
constexpr std::string_view kImpersonationEnd = ":generateAccessToken";

// A user who has signed in with `gcloud auth application-default login`.
Fetch authorized_user(const AuthContextPtr& context, std::string_view, const GoogleFile& file,
                      const std::string& where) {
  const auto url = file.token_uri.value_or("").empty() ? std::string(kGoogleTokenUri) : *file.token_uri;
  check_google_url(url, where + ": token_uri");
  const auto request = google_form(url, {{"grant_type", "refresh_token"},
                                         {"client_id", google_member(file.client_id, "client_id", where)},
                                         {"client_secret", google_member(file.client_secret, "client_secret", where)},
                                         {"refresh_token", google_member(file.refresh_token, "refresh_token", where)}});
  return [context, request, where](const std::stop_token& stop) {
    try {
      return parse_token(ask_google(*context, request, stop), host_of(request.http), context->wall());
    } catch (const GoogleRefused& refused) {
      throw AuthError(std::string(refused.what()) + ". The sign-in in " + where +
                      " is no longer good: gcloud auth application-default login renews it");
    }
  };
}

Fetch service_account(const AuthContextPtr& context, std::string_view json, const GoogleFile&,
                      const std::string& where) {
  return [context, account = read_google_service_account(json, where)](const std::stop_token& stop) {
    return fetch_google_access_token(*context, account, kGoogleCloudScope, stop);
  };
}

Fetch impersonated_service_account(const AuthContextPtr& context, std::string_view, const GoogleFile& file,
                                   const std::string& where);

struct SourceType {
  std::string_view name;
  Fetch (*make)(const AuthContextPtr&, std::string_view json, const GoogleFile&, const std::string& where);
  bool may_impersonate;  // be the source of another
};
constexpr SourceType kTypes[] = {
    {"authorized_user", authorized_user, true},
    {"service_account", service_account, true},
    {"impersonated_service_account", impersonated_service_account, false},
};

Fetch source_fetch(const AuthContextPtr& context, std::string_view json, const std::string& where, bool is_nested) {
  const auto file = read_google_file(json, where);
  const auto name = google_member(file.type, "type", where);
  for (const auto& type : kTypes) {
    if (type.name == name && (type.may_impersonate || !is_nested)) return type.make(context, json, file, where);
  }
  throw AuthError(where + ": " +
                  unsupported_google_type(name, is_nested ? "authorized_user or service_account" : kSupported));
}

Fetch impersonated_service_account(const AuthContextPtr& context, std::string_view, const GoogleFile& file,
                                   const std::string& where) {
  auto url = google_member(file.service_account_impersonation_url, "service_account_impersonation_url", where);
  check_google_url(url, where + ": service_account_impersonation_url");
  if (!url.ends_with(kImpersonationEnd)) {
    throw AuthError(where + ": service_account_impersonation_url must end in " + std::string(kImpersonationEnd));
  }
  url.resize(url.size() - kImpersonationEnd.size());
  if (!file.source_credentials.has_value()) throw AuthError(where + ": source_credentials is missing");
  const auto source = source_fetch(context, file.source_credentials->text, where + ", source_credentials", true);
  const GoogleImpersonation impersonation{
      .account_url = url, .delegates = {file.delegates.begin(), file.delegates.end()}, .source = where};
  return [context, impersonation, source](const std::stop_token& stop) {
    return impersonated_access_token(*context, impersonation, kGoogleCloudScope, source(stop), stop);
  };
}

std::string gcloud_file(const AuthContext& context) {
  constexpr const char* kName = "application_default_credentials.json";
  const auto folder = context.environment("CLOUDSDK_CONFIG");
  if (!folder.empty()) return folder + '/' + kName;
  const auto home = context.environment("HOME");
  return home.empty() ? std::string() : home + "/.config/gcloud/" + kName;
}

[[noreturn]] void nothing_found(const std::string& file) {
  throw AuthError("default credentials not found: GOOGLE_APPLICATION_CREDENTIALS is not set, there is no file " +
                  (file.empty() ? "of gcloud" : file) +
                  ", and this machine has no metadata server of Google. Sign in with gcloud auth "
                  "application-default login, or set GOOGLE_APPLICATION_CREDENTIALS to a file of credentials");
}

}  // namespace

GoogleSource read_google_source(const AuthContextPtr& context, std::string_view json, const std::string& where) {
  return {source_fetch(context, json, where, false), where};
}

GoogleSource google_default_credentials(const AuthContextPtr& context, const std::stop_token& stop) {
  if (const auto named = context->environment("GOOGLE_APPLICATION_CREDENTIALS"); !named.empty()) {
    const auto text = read_small_file(named);
    if (!text) throw AuthError("GOOGLE_APPLICATION_CREDENTIALS names " + named + ", which does not exist");
    return read_google_source(context, *text, named);
  }
  const auto file = gcloud_file(*context);
  if (const auto text = file.empty() ? std::nullopt : read_small_file(file)) {
    return read_google_source(context, *text, file);
  }
  if (!has_google_metadata(*context, stop)) nothing_found(file);
  const auto fetch = [context](const std::stop_token& asked) { return google_metadata_token(*context, asked); };
  return {fetch, "the metadata server " + google_metadata_host(*context)};
}

}  // namespace databricks::detail
