// `endpoints`: the table of all operations.
#pragma once

#include "cli/catalog.hpp"

#include <string>
#include <vector>

namespace databricks::detail::cli {

/// `paginated`, `waits`, `lro`, `stream-in`, `stream-out`: those that apply.
std::vector<std::string> endpoint_flags(const EndpointTable& endpoint);

/// One line of tab-separated columns.
std::string endpoint_line(const ServiceTable& service, const MethodTable& method);
/// The same as a JSON object; what there is none of is null.
std::string endpoint_json(const ServiceTable& service, const MethodTable& method);

}  // namespace databricks::detail::cli
