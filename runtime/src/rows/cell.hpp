// What a service sends for one value of a SQL type -> a C++ value.
#pragma once

#include "json/number.hpp"

#include <databricks/type.hpp>

#include <string>
#include <string_view>

namespace databricks::detail {

/// Reads a cell into an object of this type, which is not nullable. The problem is a literal that never quotes the
/// cell; for nested values, NestedError is thrown instead.
using ReadCell = Problem (*)(const Type& type, void* object, std::string_view text);

/// How cells of a column of this SQL type are read into this C++ type (below its optional layers); null: not at all.
ReadCell cell_reader(std::string_view sql_type, const Type& type);
/// The same for a value inside an ARRAY, MAP, STRUCT or VARIANT, where SQL types are not known. Of scalars only.
ReadCell scalar_reader(const Type& type);

/// `an integer`, `a date or time`, ...: what a column would have to be.
std::string cell_expectation(const Type& type);

}  // namespace databricks::detail
