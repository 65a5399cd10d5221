#include "testing/local/token_request.hpp"

#include "testing/arguments.hpp"
#include "testing/local/base64.hpp"
#include "text/ascii.hpp"

#include <databricks/service_error.hpp>

namespace databricks::testing::local {

namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";
constexpr std::string_view kBasic = "Basic ";

void check_content_type(const Headers& headers) {
  const std::string* type = headers.find("Content-Type");
  const auto name = type ? trim(std::string_view(*type).substr(0, type->find(';'))) : std::string_view();
  if (!same_text(name, kForm)) throw TokenError("invalid_request", "The content type must be " + std::string(kForm));
}

std::map<std::string, std::string> read_form(const std::string& body) {
  std::map<std::string, std::string> fields;
  for (auto& [name, value] : testing::detail::parse_query(body)) {
    if (value.empty()) continue;
    if (!fields.emplace(std::move(name), std::move(value)).second) {
      throw TokenError("invalid_request", "A parameter is there more than once");
    }
  }
  return fields;
}

// Both parts are encoded as in a form before they are joined.
void read_basic(std::string_view credentials, TokenRequest& request) {
  if (!same_text(credentials.substr(0, kBasic.size()), kBasic)) {
    throw TokenError("invalid_client", "Clients authenticate by the scheme Basic");
  }
  const auto pair = from_base64(trim(credentials.substr(kBasic.size())));
  const auto colon = pair.find(':');
  if (colon == pair.npos) throw TokenError("invalid_client", "The credentials are not client_id:client_secret");
  request.client_id = testing::detail::decode_form_text(std::string_view(pair).substr(0, colon));
  request.client_secret = testing::detail::decode_form_text(std::string_view(pair).substr(colon + 1));
}

std::string value_of(const std::map<std::string, std::string>& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

}  // namespace

const std::string& TokenRequest::required(const std::string& field) const {
  const auto found = fields.find(field);
  if (found == fields.end()) throw TokenError("invalid_request", "The parameter " + field + " is missing");
  return found->second;
}

TokenRequest read_token_request(const HttpRequest& http) try {
  check_content_type(http.headers);
  TokenRequest request{.fields = read_form(http.body)};
  const auto id = value_of(request.fields, "client_id");
  const auto secret = value_of(request.fields, "client_secret");
  const std::string* credentials = http.headers.find("Authorization");
  if (credentials == nullptr) {
    request.client_id = id;
    request.client_secret = secret;
    return request;
  }
  read_basic(*credentials, request);
  if (!secret.empty() || (!id.empty() && id != request.client_id)) {
    throw TokenError("invalid_request", "The client authenticates in two ways");
  }
  return request;
} catch (const DatabricksError&) {
  throw TokenError("invalid_client", "The credentials are not base64");
} catch (const InvalidArgument&) {
  throw TokenError("invalid_request", "The percent-encoding is malformed");
}

}  // namespace databricks::testing::local
