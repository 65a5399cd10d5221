// The managed identity of an Azure machine, told by its metadata server.
#include "auth/azure_headers.hpp"
#include "auth/azure_workspace.hpp"
#include "auth/cli_token.hpp"
#include "auth/methods.hpp"
#include "auth/token_endpoint.hpp"
#include "config/environments.hpp"
#include "request/percent.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

namespace databricks::detail {

// Named so that Describe finds it.
struct IdentityExpiry {
  optional<RawJson> expires_on{};
};
BOOST_DESCRIBE_STRUCT(IdentityExpiry, (), (expires_on))

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kServer =
    "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01";  // the same on every machine
constexpr AuthLimits kLimits{.attempt = 10s, .total = 30s};
constexpr auto kLongestUpdate = 75s;  // the server says 410 while it is updated, for 70 s at most

HttpRequest identity_request(const Config& config, const std::string& resource) {
  std::string url(kServer);
  if (!config.azure_client_id.empty()) append_percent_encoded(url += "&client_id=", config.azure_client_id);
  append_percent_encoded(url += "&resource=", resource);
  auto request = auth_request("GET", url);
  request.headers.set("Metadata", "true");
  return request;
}

// AuthHttp retries what is transient anywhere; 410 and 500 are so here only.
HttpResponse ask(const AuthContext& context, const HttpRequest& request, const std::stop_token& stop) {
  const auto end = context.clock->now() + kLongestUpdate;
  for (auto pause = 1s;; pause *= 2) {
    auto response = context.http->send_direct(request, stop, kLimits);
    const bool is_transient = response.status == 410 || response.status >= 500;
    if (!is_transient || context.clock->now() + pause >= end) return response;
    if (!context.clock->sleep(pause, stop)) throw AuthError("the call was cancelled while it waited for an identity");
  }
}

// This server always says when, to the second; anything else is a server that only looks like it.
void require_expiry(const std::string& body) {
  const auto answer = from_json<IdentityExpiry>(body);
  std::string_view text;
  if (answer.expires_on.has_value()) text = answer.expires_on->text;
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  if (text.empty() || text.find_first_not_of("0123456789") != text.npos || !parse_expiry(text)) {
    throw AuthError("token parse: invalid token expiry");
  }
}

}  // namespace

Attempted azure_msi(const AuthContextPtr& context, const std::stop_token& stop) {
  const auto& config = context->config;
  if (!config.azure_use_msi.value_or(false)) return {.skipped = "azure_use_msi is not set"};
  if (!is_azure(config)) return {.skipped = "the host is no Azure Databricks workspace"};
  const AzureFetch fetch = [context](const std::string& resource, const std::stop_token& stops) {
    const auto request = identity_request(context->config, resource);
    const auto response = ask(*context, request, stops);
    auto token = parse_token(response, host_of(request), context->wall());
    require_expiry(response.body);
    return token;
  };
  complete_host(*context, fetch, stop);
  return {.credentials =
              azure_credentials("azure-msi", *context, azure_tokens(*context, fetch, true), ManagementToken::required)};
}

}  // namespace databricks::detail
