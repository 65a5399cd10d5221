// Secrets in texts of no known form: messages, broken JSON, dumps.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

/// Masks values that follow the name of a secret (`"token": "x"`, `\"token\": \"x`, `token=x`), also where quotes and
/// brackets don't end; tokens by their looks (`dapi...`, `eyJ...`, `Bearer ...`); and the user of a URL. Takes time
/// linear in the length.
std::string masked_text(std::string_view text);

}  // namespace databricks::detail
