// The keywords of OpenAPI that specgen does not read: some may be ignored, all others are problems.
#pragma once

#include "problems.hpp"

#include <string_view>

namespace specgen {

/// Reports every keyword of the document that neither <openapi.hpp> declares nor the list of annotations has.
void check_keywords(std::string_view document, Problems& problems);

}  // namespace specgen
