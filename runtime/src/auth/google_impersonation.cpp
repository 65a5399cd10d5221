#include "auth/google_impersonation.hpp"

#include "auth/bearer.hpp"
#include "auth/google_http.hpp"
#include "auth/google_service_account.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <algorithm>

namespace databricks::detail {

// Named so that Describe finds them; the members are called as on the wire.
struct GoogleIdTokenRequest {
  std::string audience{};
  bool includeEmail = true;
  list<std::string> delegates{};
};
BOOST_DESCRIBE_STRUCT(GoogleIdTokenRequest, (), (audience, includeEmail, delegates))
struct GoogleAccessTokenRequest {
  list<std::string> scope{};
  std::string lifetime = "3600s";
  list<std::string> delegates{};
};
BOOST_DESCRIBE_STRUCT(GoogleAccessTokenRequest, (), (scope, lifetime, delegates))
struct GoogleImpersonated {
  optional<std::string> token{};
  optional<std::string> accessToken{};
  optional<std::string> expireTime{};
};
BOOST_DESCRIBE_STRUCT(GoogleImpersonated, (), (token, accessToken, expireTime))

namespace {

constexpr std::string_view kAccounts = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/";
constexpr std::int64_t kYear2200 = 7258118400;  // the system clock ends in 2262

list<std::string> all_of(const std::vector<std::string>& texts) {
  list<std::string> all;
  for (const auto& text : texts) all.push_back(text);
  return all;
}

list<std::string> words_of(std::string_view text) {
  list<std::string> words;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (!word.empty()) words.push_back(std::string(word));
  }
  return words;
}

std::string hint(const GoogleImpersonation& impersonation) {
  return ". Unable to acquire impersonated credentials: the identity of " + impersonation.source +
         " needs the role Service Account OAuthToken Creator (roles/iam.serviceAccountTokenCreator) on " +
         impersonation.account_url.substr(impersonation.account_url.rfind('/') + 1) +
         "; grant it, or sign in as one who has it: gcloud auth application-default login";
}

GoogleImpersonated ask(const AuthContext& context, const GoogleImpersonation& impersonation, const char* method,
                       std::string body, const OAuthToken& source, const std::stop_token& stop) {
  const auto request = google_json(impersonation.account_url + method, std::move(body), source.access_token);
  try {
    return from_json<GoogleImpersonated>(ask_google(context, request, stop).body);
  } catch (const GoogleRefused& refused) {
    if (refused.status() != 403) throw;
    throw AuthError(refused.what() + hint(impersonation));
  } catch (const JsonError& error) {
    throw AuthError("invalid token response from " + host_of(request.http) + ": " + error.what());
  }
}

std::chrono::system_clock::time_point time_of(const std::string& text) {
  try {
    const auto time = Timestamp::parse(text);
    return std::chrono::system_clock::time_point(
        std::chrono::seconds(std::clamp<std::int64_t>(time.seconds, 0, kYear2200)));
  } catch (const std::invalid_argument&) {
    throw AuthError("invalid token response from Google: expireTime is no time");
  }
}

}  // namespace

std::string google_account_url(std::string_view account) {
  const auto is_good = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("@._-+").find(c) != std::string_view::npos;
  };
  if (account.empty() || account.starts_with('.') || !std::all_of(account.begin(), account.end(), is_good)) {
    throw AuthError(
        "google_service_account must be the e-mail of a service account: name@project.iam.gserviceaccount.com");
  }
  return std::string(kAccounts) + std::string(account);
}

OAuthToken impersonated_id_token(const AuthContext& context, const GoogleImpersonation& impersonation,
                                 const std::string& audience, const OAuthToken& source, const std::stop_token& stop) {
  const GoogleIdTokenRequest body{.audience = audience, .delegates = all_of(impersonation.delegates)};
  const auto answer = ask(context, impersonation, ":generateIdToken", to_json(body), source, stop);
  return google_id_token(context, answer.token.value_or(""), "Google");
}

OAuthToken impersonated_access_token(const AuthContext& context, const GoogleImpersonation& impersonation,
                                     std::string_view scopes, const OAuthToken& source, const std::stop_token& stop) {
  const GoogleAccessTokenRequest body{.scope = words_of(scopes), .delegates = all_of(impersonation.delegates)};
  const auto answer = ask(context, impersonation, ":generateAccessToken", to_json(body), source, stop);
  auto token = checked_token(answer.accessToken.value_or(""), "the access token from Google");
  if (token.empty()) throw AuthError("invalid token response from Google: accessToken is missing");
  return {.access_token = std::move(token), .expiry = time_of(answer.expireTime.value_or(""))};
}

}  // namespace databricks::detail
