// Writing JSON, for the other rooms. Everything is appended to `out`.
#pragma once

#include <databricks/json.hpp>

#include <string>
#include <string_view>

namespace databricks::detail {

/// Stands where a secret was.
inline constexpr std::string_view redacted = "**REDACTED**";

/// The JSON of a value. Throws JsonError as write_json does.
void append_value(std::string& out, const Type& type, const void* object, const WriteOptions& options);
/// Like append_value, but whatever can't be JSON is shown as well as can be, and nothing is thrown.
void append_for_people(std::string& out, const Type& type, const void* object, const WriteOptions& options);
/// A JSON string: quoted and escaped. Throws JsonError for text that is not UTF-8.
void append_text(std::string& out, std::string_view text);

}  // namespace databricks::detail
