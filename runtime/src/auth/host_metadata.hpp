// What a host says about itself: GET {host}/.well-known/databricks-config.
#pragma once

#include "auth/auth_http.hpp"

#include <databricks/config.hpp>

#include <stop_token>
#include <string>

namespace databricks::detail {

/// Fills attributes that are still empty, and host_type. Asked once per host and process, for at most 10 s; after a
/// failure that may pass, again a minute later. Whatever goes wrong is no error: `problem` tells what, for the log.
void complete_by_metadata(Config& config, AuthHttp& http, const std::stop_token& stop, std::string& problem);

/// Forgets the answers of all hosts. For tests whose hosts change their minds.
void forget_host_metadata();

}  // namespace databricks::detail
