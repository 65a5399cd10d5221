// A Google service account with its key, given as JSON or as the path of its file.
#include "auth/google_headers.hpp"
#include "auth/google_service_account.hpp"
#include "auth/methods.hpp"
#include "auth/required.hpp"
#include "auth/small_file.hpp"
#include "text/ascii.hpp"

#include <algorithm>
#include <filesystem>

namespace databricks::detail {

namespace {

constexpr std::size_t kLongestShownPath = 255;

// What is neither JSON nor an existing file may be a secret in some wrapping, and is shown only if it looks like a
// path.
[[noreturn]] void no_such_file(const std::string& value) {
  const auto is_odd = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == '{' || c == '"';
  };
  const bool is_path = value.size() <= kLongestShownPath && value.find('.') != value.npos &&
                       std::none_of(value.begin(), value.end(), is_odd);
  throw AuthError("google_credentials is neither the JSON of a service account nor the path of its file" +
                  (is_path ? ": there is no file " + value : std::string()));
}

GoogleServiceAccount read_account(const std::string& value) {
  if (trim(value).starts_with('{')) return read_google_service_account(value, "google_credentials");
  std::error_code error;
  if (!std::filesystem::exists(value, error)) no_such_file(value);
  const auto text = read_small_file(value);
  if (!text) no_such_file(value);
  return read_google_service_account(*text, value);
}

}  // namespace

Attempted google_credentials(const AuthContextPtr& context, const std::stop_token&) {
  const auto& config = context->config;
  if (config.host.empty()) return {.skipped = required("host")};
  if (config.google_credentials.empty()) return {.skipped = required("google_credentials")};
  const auto account = std::make_shared<const GoogleServiceAccount>(read_account(config.google_credentials));
  return {.credentials = google_headers(
              "google-credentials", *context,
              [context, account](const std::stop_token& stop) {
                return fetch_google_id_token(*context, *account, context->config.host, stop);
              },
              [context, account](const std::stop_token& stop) {
                return fetch_google_access_token(*context, *account, kGoogleScopes, stop);
              })};
}

}  // namespace databricks::detail
