// Fills any object at random, by its type table: every kind of value, unset, null, empty and unknown ones too.
#pragma once

#include <databricks/type.hpp>

#include <random>

namespace test {

using Random = std::mt19937_64;

/// Nested objects deeper than `depth` stay unset.
void random_fill(const databricks::Type& type, void* object, Random& random, int depth = 4);

}  // namespace test
