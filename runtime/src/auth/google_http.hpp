// Requests to Google's token servers, which have retry rules and errors of their own.
#pragma once

#include "auth/context.hpp"
#include "auth/token_endpoint.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace databricks::detail {

inline constexpr const char* kGoogleTokenUri = "https://oauth2.googleapis.com/token";
inline constexpr const char* kGoogleCloudScope = "https://www.googleapis.com/auth/cloud-platform";

struct GoogleRequest {
  HttpRequest http{};
  std::vector<std::string> secrets{};  // in it; never shown, not even when the server repeats them
};

/// A server of Google said no.
class GoogleRefused : public AuthError {
 public:
  GoogleRefused(int status, const std::string& what) : AuthError(what), status_(status) {}
  int status() const { return status_; }

 private:
  int status_;
};

/// A POST of a form; all values but that of grant_type count as secret.
GoogleRequest google_form(std::string_view url, const Form& form);
/// A POST of JSON with `Authorization: Bearer {token}`.
GoogleRequest google_json(std::string_view url, std::string body, const std::string& token);

/// Refuses what would send a secret in clear text: throws AuthError when `url` is neither https nor a loopback
/// address. `what` is the member it comes from.
void check_google_url(std::string_view url, std::string_view what);

/// The 2xx answer. Three attempts on statuses and error codes that pass and while nobody answers, with 1 and 2 s
/// between them or what Retry-After says, within a minute. `direct` goes around proxies. Throws GoogleRefused for
/// other statuses, AuthError when there is no answer.
HttpResponse ask_google(const AuthContext& context, const GoogleRequest& request, const std::stop_token& stop,
                        bool direct = false);

}  // namespace databricks::detail
