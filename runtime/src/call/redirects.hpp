// Where a redirect leads, and what of a request may go there.
#pragma once

#include <databricks/http.hpp>

namespace databricks::detail {

inline constexpr int kMostRedirects = 10;

/// Whether the answer sends the request elsewhere: 301, 302, 303, 307 or 308 with a Location.
bool is_redirect(const HttpResponse& response);

/// Makes the request the one that the answer asks for. Only 307 and 308 keep method and body; other origins get no
/// credentials, cookies or headers of Databricks. Throws a permanent TransportError for a Location that is none, that
/// names a user, or that leads from https to http.
void redirect(HttpRequest& request, const HttpResponse& response);

}  // namespace databricks::detail
