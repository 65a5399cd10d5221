// Which workspace a client talks to.
#pragma once

#include <databricks/config.hpp>
#include <databricks/http.hpp>

#include <cstdint>
#include <string>

namespace databricks::detail {

/// How the service is asked: a GET of a target with these headers in addition to the client's. Throws what calls throw.
using AskWorkspace = Function<HttpResponse(const std::string& target, const Headers& headers)>;

/// The configured workspace_id if it is a number; else what the service says in a header of its answer about the
/// present user. Throws UnexpectedResponse when it doesn't.
std::int64_t current_workspace_id(const Config& config, const AskWorkspace& ask);

}  // namespace databricks::detail
