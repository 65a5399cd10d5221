// Errors that mean something else than their code says.
#pragma once

#include <databricks/http.hpp>
#include <databricks/service_error.hpp>

namespace databricks::detail {

/// Whether a lookup failed because the thing does not exist, though the code only blames a parameter.
bool says_that_nothing_is_there(const HttpRequest& request, const ServiceError& error);

}  // namespace databricks::detail
