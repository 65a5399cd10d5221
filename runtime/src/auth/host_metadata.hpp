// What a host says about itself: GET {host}/.well-known/databricks-config (reference: config-and-auth 2.8).
#pragma once

#include "auth/auth_http.hpp"

#include <databricks/config.hpp>

#include <stop_token>
#include <string>

namespace databricks::detail {

/// Fills attributes that are still empty. Asked once per host and process, for at most 10 s. Whatever goes wrong is
/// no error: `problem` tells what, for the log.
void complete_by_metadata(Config& config, AuthHttp& http, const std::stop_token& stop, std::string& problem);

}  // namespace databricks::detail
