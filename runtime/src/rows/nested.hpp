// ARRAY, MAP, STRUCT and VARIANT: JSON inside a cell, whose values are written as SQL writes them.
#pragma once

#include "rows/cell.hpp"

#include <string>
#include <utility>

namespace databricks::detail {

/// What is wrong inside a cell, and where: `$[3].name`.
struct NestedError {
  std::string path{};
  std::string reason{};
};

/// A ReadCell for objects, lists, maps, RawJson, and scalars of a VARIANT. Throws NestedError.
Problem read_nested(const Type& type, void* object, std::string_view json);

}  // namespace databricks::detail
