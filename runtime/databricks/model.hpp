// What generated model headers stand on: field types, well-known values, and the operators by reflection.
#pragma once

#include <databricks/field.hpp>
#include <databricks/json.hpp>
#include <databricks/stream.hpp>
#include <databricks/value.hpp>

#include <cstdint>
#include <string>
