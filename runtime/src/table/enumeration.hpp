// Enumerators and their texts, for the other rooms.
#pragma once

#include <databricks/type.hpp>

namespace databricks::detail {

/// The enumerator with this wire text, or null.
const Enumerator* find_enumerator(const EnumTable& table, std::string_view text);
/// The wire text of a number; empty when no enumerator has it.
std::string_view enumerator_name(const EnumTable& table, int value);

}  // namespace databricks::detail
