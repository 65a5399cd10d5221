// One request and its answer on a connection.
#pragma once

#include "http/connection.hpp"

#include <databricks/http.hpp>

namespace databricks {

struct Outcome {
  HttpResponse response{};
  bool keep_alive = false;  // whether the connection can be used again
};

/// Refuses with InvalidArgument what would not be one well-formed request line.
void check_request(const HttpRequest& request);

/// `source_read` becomes true as soon as a byte was asked of the request's source. `target_prefix` goes before the
/// target in the request line, and `proxy_headers` go with the request's own: both are for proxies. Throws
/// TransportError, and what source and sink throw.
Outcome exchange(Connection& connection, const Origin& origin, const HttpRequest& request, Watch& watch, ByteSink* sink,
                 bool& source_read, std::string_view target_prefix = {}, const Headers* proxy_headers = nullptr);

}  // namespace databricks
