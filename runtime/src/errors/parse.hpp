// An answer with an error status -> what it says (reference: the SDKs' error parsers).
#pragma once

#include <databricks/config.hpp>
#include <databricks/http.hpp>
#include <databricks/service_error.hpp>

#include <string_view>

namespace databricks::detail {

/// Whether a call ended, after redirects, on the login page of a workspace that is closed to this network.
bool is_private_link_page(std::string_view final_target);

/// What the answer to `request` says, in any of the shapes that services, gateways and proxies use. `request` is the
/// one that was answered, the last of a chain of redirects. Never throws for what the answer holds.
ServiceError parse_service_error(const HttpRequest& request, const HttpResponse& response, const Config& config);

/// Throws the class that fits: by an override for method and path, by code, by status.
[[noreturn]] void throw_service_error(const HttpRequest& request, ServiceError error);

}  // namespace databricks::detail
