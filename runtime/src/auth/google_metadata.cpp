#include "auth/google_metadata.hpp"

#include "auth/google_http.hpp"
#include "request/form.hpp"
#include "text/ascii.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace databricks::detail {

namespace {

constexpr const char* kHostVariables[] = {"GCE_METADATA_HOST", "GCE_METADATA_ROOT"};
constexpr const char* kTokenPath = "/computeMetadata/v1/instance/service-accounts/default/token?";
constexpr int kPings = 3;
constexpr std::chrono::seconds kPingTime{3};

HttpRequest metadata_request(const std::string& url) {
  auto request = auth_request("GET", url);
  request.headers.set("Metadata-Flavor", "Google");  // which a forged cross-site request can't send
  return request;
}

std::string host_from_environment(const AuthContext& context) {
  for (const auto* variable : kHostVariables) {
    const auto host = context.environment(variable);
    if (host.empty()) continue;
    const auto is_good = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
             std::string_view(".-:[]_").find(c) != std::string_view::npos;
    };
    if (!std::all_of(host.begin(), host.end(), is_good)) {
      throw AuthError(std::string(variable) + " must be a host name with or without a port");
    }
    return host;
  }
  return {};
}

bool answers(const AuthContext& context, const std::stop_token& stop) {
  const auto address = context.environment("GCE_METADATA_IP");
  const auto request = metadata_request("http://" + (address.empty() ? "169.254.169.254" : address));
  for (int i = 0; i < kPings && !stop.stop_requested(); ++i) {
    try {
      const AuthLimits once{.attempt = kPingTime, .total = std::chrono::milliseconds(0)};
      const auto response = context.http->send_direct(request, stop, once);
      // Others answer at this address too, in other clouds.
      const auto* flavor = response.headers.find("Metadata-Flavor");
      return flavor && *flavor == "Google";
    } catch (const AuthError&) {
      // Elsewhere nobody is there, which takes three tries to tell from a slow start.
    }
  }
  return false;
}

bool is_made_by_google(const std::string& product_file) {
  std::ifstream file(product_file);
  std::string name;
  return std::getline(file, name) && name.starts_with("Google");
}

}  // namespace

bool has_google_metadata(const AuthContext& context, const std::stop_token& stop, const std::string& product_file) {
  if (same_text(context.environment("NO_GCE_CHECK"), "true")) return false;
  if (!host_from_environment(context).empty()) return true;
  return answers(context, stop) || is_made_by_google(product_file);
}

std::string google_metadata_host(const AuthContext& context) {
  const auto host = host_from_environment(context);
  return host.empty() ? "metadata.google.internal" : host;
}

OAuthToken google_metadata_token(const AuthContext& context, const std::stop_token& stop) {
  const auto url = "http://" + google_metadata_host(context) + kTokenPath + form_body({{"scopes", kGoogleCloudScope}});
  const GoogleRequest request{.http = metadata_request(url)};
  return parse_token(ask_google(context, request, stop, true), host_of(request.http), context.wall());
}

}  // namespace databricks::detail
