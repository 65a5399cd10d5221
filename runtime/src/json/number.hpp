// Numbers as text -> integers and doubles, exactly.
#pragma once

#include <databricks/type.hpp>

#include <cstdint>
#include <string_view>

namespace databricks::detail {

/// What is wrong with a value; null when nothing is. A literal that never quotes the value.
using Problem = const char*;

/// For an integer type: stores the number if it is in the type's range.
Problem store_integer(const Type& type, void* object, std::int64_t number);
Problem store_integer(const Type& type, void* object, std::uint64_t number);
/// For an integer type: stores `12`, and `1e3` and `1.0`, which are integers too.
Problem store_integer(const Type& type, void* object, std::string_view digits);
/// For float and double: stores the number nearest to the digits.
Problem store_floating(const Type& type, void* object, std::string_view digits);

}  // namespace databricks::detail
