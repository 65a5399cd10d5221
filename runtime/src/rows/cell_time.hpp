// Dates and times of SQL results.
#pragma once

#include "rows/cell.hpp"

namespace databricks::detail {

/// For DATE, TIMESTAMP (which must have its zone) and TIMESTAMP_NTZ (taken as UTC); any of them for other types.
ReadCell time_reader(std::string_view sql_type);
/// `2024-01-31`, `2024-01-31 12:00:00.5`, `2024-01-31T12:00:00+02:00`. Midnight, and UTC, where nothing else is said.
Problem read_any_time(const Type& type, void* object, std::string_view text);

}  // namespace databricks::detail
