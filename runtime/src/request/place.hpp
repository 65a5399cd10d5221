// Where each field of a request goes. Exported for the test server, which goes the other way.
#pragma once

#include <databricks/endpoint_table.hpp>

#include <string_view>

namespace databricks::detail {

struct Placement {
  bool path = false;
  bool query = false;
  bool body = false;
  bool header = false;
  bool cookie = false;
};

/// The places of one field; only a path field can have two (AlsoInBody).
DATABRICKS_API Placement place_of(const EndpointTable& endpoint, std::string_view field);
/// Whether the endpoint sends a body.
DATABRICKS_API bool sends_body(const EndpointTable& endpoint);

}  // namespace databricks::detail
