// Text -> scalar values, and what the kinds are called in errors.
#pragma once

#include "json/number.hpp"

#include <string>
#include <string_view>

namespace databricks::detail {

/// Stores text into a scalar: the contents of a JSON string, or of a query or header. Empty text into a
/// timestamp, duration or field mask is `unset_by_text`.
Problem store_text(const Type& type, void* object, std::string_view text);
/// Not an error: the field it was meant for is to become unset.
extern const Problem unset_by_text;
/// This kind is never written as text.
extern const Problem not_text;
/// `an integer`, `one of compute.State`, ...
std::string expectation(const Type& type);

}  // namespace databricks::detail
