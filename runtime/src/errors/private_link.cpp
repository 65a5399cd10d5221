#include "errors/private_link.hpp"

#include "errors/parse.hpp"
#include "text/ascii.hpp"

#include <algorithm>
#include <iterator>

namespace databricks::detail {

namespace {

struct PrivateLink {
  std::string_view host_suffix;
  std::string_view product;
  std::string_view endpoint;
  std::string_view page;
};

constexpr std::string_view kAzurePage =
    "https://learn.microsoft.com/en-us/azure/databricks/security/network/classic/"
    "private-link-standard#authentication-troubleshooting";

// The first whose suffix fits; the last fits every host.
constexpr PrivateLink kPrivateLinks[] = {
    {".azuredatabricks.net", "Azure Private Link", "Azure Private Link endpoint", kAzurePage},
    {".databricks.azure.us", "Azure Private Link", "Azure Private Link endpoint", kAzurePage},
    {".databricks.azure.cn", "Azure Private Link", "Azure Private Link endpoint", kAzurePage},
    {".gcp.databricks.com", "Private Service Connect", "GCP VPC endpoint",
     "https://docs.gcp.databricks.com/en/security/network/classic/private-service-connect.html"},
    {"", "AWS PrivateLink", "AWS VPC endpoint",
     "https://docs.databricks.com/en/security/network/classic/privatelink.html"},
};

// `https://Name:443` -> `name`
std::string host_name(std::string_view origin) {
  if (const auto scheme = origin.find("://"); scheme != origin.npos) origin.remove_prefix(scheme + 3);
  return ascii_lower(origin.substr(0, origin.find(':')));
}

}  // namespace

bool is_private_link_page(std::string_view final_target) {
  const auto query = final_target.find('?');
  return query != final_target.npos && final_target.substr(0, query) == "/login.html" &&
         final_target.find("error=private-link-validation-error", query) != final_target.npos;
}

ServiceError private_link_error(const HttpRequest& request) {
  const std::string host = host_name(request.origin);
  const auto& link = *std::find_if(std::begin(kPrivateLinks), std::end(kPrivateLinks),
                                   [&](const auto& row) { return host.ends_with(row.host_suffix); });
  std::string message = "this workspace uses ";
  message.append(link.product).append(" and does not accept calls from this network: check how ").append(link.product);
  message.append(" is set up and that this machine reaches the ").append(link.endpoint);
  message.append(", see ").append(link.page);
  return {.status_code = 403, .error_code = "PRIVATE_LINK_VALIDATION_ERROR", .message = std::move(message)};
}

}  // namespace databricks::detail
