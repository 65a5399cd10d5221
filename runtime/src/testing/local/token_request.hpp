// What a client sends to a token endpoint (RFC 6749): a form, and who it is.
#pragma once

#include <databricks/http.hpp>

#include <map>
#include <stdexcept>
#include <string>

namespace databricks::testing::local {

/// An answer of section 5.2. Texts are ours: nothing that was sent is repeated.
struct TokenError : std::runtime_error {
  TokenError(std::string error, const std::string& description)
      : std::runtime_error(description), code(std::move(error)) {}
  std::string code;
};

struct TokenRequest {
  std::map<std::string, std::string> fields{};  // without those that are empty, as if they had not been sent
  std::string client_id{};                      // from the Authorization header or the form (section 2.3.1)
  std::string client_secret{};

  /// Throws TokenError where it is missing.
  const std::string& required(const std::string& field) const;
};

/// Throws TokenError.
TokenRequest read_token_request(const HttpRequest& http);

}  // namespace databricks::testing::local
