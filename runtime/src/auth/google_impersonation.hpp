// Tokens of a Google service account for somebody who may act as it: the IAM Credentials API.
#pragma once

#include "auth/context.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace databricks::detail {

/// Who acts as whom.
struct GoogleImpersonation {
  std::string account_url{};  // `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{email}`
  std::vector<std::string> delegates{};  // accounts in between
  std::string source{};                  // who the source token belongs to, for messages: `/home/x/file.json`
};

/// Of an e-mail address or a numeric id. Throws AuthError when it is neither.
std::string google_account_url(std::string_view account);

/// Throw AuthError; for status 403 with a hint about the role that is missing.
OAuthToken impersonated_id_token(const AuthContext& context, const GoogleImpersonation& impersonation,
                                 const std::string& audience, const OAuthToken& source, const std::stop_token& stop);
OAuthToken impersonated_access_token(const AuthContext& context, const GoogleImpersonation& impersonation,
                                     std::string_view scopes, const OAuthToken& source, const std::stop_token& stop);

}  // namespace databricks::detail
