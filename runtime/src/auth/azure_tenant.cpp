#include "auth/azure_tenant.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::size_t kLongest = 253;  // of a domain's name

// A GUID or the name of a domain.
bool is_tenant(std::string_view text) {
  const auto is_good = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= kLongest && text.front() != '-' && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), is_good);
}

// `https://login.microsoftonline.com/{tenant}/oauth2/authorize?…`
std::string_view first_segment(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  const auto begin = url.find_first_of("/?#", url.find("://") + 3);
  if (begin == url.npos || url[begin] != '/') return {};
  url.remove_prefix(begin + 1);
  return url.substr(0, url.find_first_of("/?#"));
}

}  // namespace

std::string configured_tenant(const Config& config) {
  if (config.azure_tenant_id.empty() || is_tenant(config.azure_tenant_id)) return config.azure_tenant_id;
  throw AuthError("azure_tenant_id must be the id of a tenant or one of its domains");
}

std::string infer_tenant(const AuthContext& context, const std::stop_token& stop) {
  if (context.config.host.empty()) return {};
  const auto response = context.http->send(auth_request("GET", context.config.host + "/aad/auth"), stop);
  const auto* location = response.headers.find("Location");
  if (response.status < 300 || response.status >= 400 || !location) return {};
  const auto tenant = first_segment(*location);
  return is_tenant(tenant) ? std::string(tenant) : std::string();
}

}  // namespace databricks::detail
