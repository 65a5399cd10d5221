#include "auth/id_token.hpp"

#include "auth/bearer.hpp"
#include "auth/jwt.hpp"

#include <databricks/credentials.hpp>
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

namespace databricks::detail {

std::string checked_id_token(std::string_view token, std::chrono::system_clock::time_point now) {
  auto checked = checked_token(token, "the ID token");
  if (checked.empty()) throw AuthError("the ID token is empty");
  const auto expiry = jwt_expiry(checked);
  if (expiry && *expiry <= now) {
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - *expiry).count();
    throw AuthError("ID token expired " + std::to_string(age) + " s ago: it was not sent; get a new one");
  }
  return checked;
}

std::string id_token_in(const HttpResponse& response, std::string_view member, std::string_view issuer,
                        const std::string& host) {
  const auto failed = "failed to request ID token from " + std::string(issuer) + " (" + host + "): ";
  if (response.status < 200 || response.status >= 300) {
    throw AuthError(failed + "it answered " + std::to_string(response.status));
  }
  try {
    for (const auto& [name, value] : from_json<map<RawJson>>(response.body)) {
      if (name == member && value.text.starts_with('"') && value.text != "\"\"")
        return from_json<std::string>(value.text);
    }
  } catch (const JsonError&) {
    throw AuthError(failed + "the answer is no JSON object");
  }
  throw AuthError("empty OIDC token received from " + std::string(issuer) + " (" + host + "): the answer has no " +
                  std::string(member));
}

}  // namespace databricks::detail
