// SHA-256, by OpenSSL.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

/// 32 bytes.
std::string sha256(std::string_view bytes);
/// The same as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace databricks::detail
