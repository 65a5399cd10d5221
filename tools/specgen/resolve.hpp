// OpenAPI document -> API.
#pragma once

#include "api.hpp"
#include "openapi.hpp"
#include "problems.hpp"

#include <string>

namespace specgen {

/// What can't be represented is reported; the API is only good for use when nothing was.
Api resolve(const openapi::Document& document, const std::string& name_space, Problems& problems);

}  // namespace specgen
