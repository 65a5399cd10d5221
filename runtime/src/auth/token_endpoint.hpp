// The token endpoint of OAuth 2 (RFC 6749): form in, token out.
#pragma once

#include "auth/auth_http.hpp"

#include <databricks/credentials.hpp>

#include <string>
#include <utility>
#include <vector>

namespace databricks::detail {

using Form = std::vector<std::pair<std::string, std::string>>;

/// How the client says who it is.
enum class ClientAuth {
  header,  // Authorization: Basic, both parts form-encoded first (RFC 6749 2.3.1)
  form,    // client_id and client_secret as fields, where not empty
};

struct TokenRequest {
  std::string endpoint{};  // absolute URL
  Form form{};             // fields with an empty value are not sent
  std::string client_id{};
  std::string client_secret{};
  ClientAuth client_auth = ClientAuth::form;
  std::string origin{};          // sent as Origin, as browsers do; unset: not sent
  bool expiry_required = false;  // an answer that doesn't say how long its token lives is an error
};

/// Asks for a token. Throws AuthError with what the server says and never with what was sent.
OAuthToken request_token(AuthHttp& http, const TokenRequest& request, const std::stop_token& stop);

/// The token in a token endpoint's answer; expiry from `expires_in` (number or text), else `expires_on` (epoch), else
/// the JWT's `exp`, else an hour, which `guessed_expiry` tells. Throws AuthError.
OAuthToken parse_token(const HttpResponse& response, const std::string& host,
                       std::chrono::system_clock::time_point received, bool* guessed_expiry = nullptr);

}  // namespace databricks::detail
