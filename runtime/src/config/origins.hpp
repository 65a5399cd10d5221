// Where values came from: kept for error texts and for people who wonder.
#pragma once

#include "config/attributes.hpp"

#include <string>
#include <string_view>

namespace databricks {

/// Says of an attribute that was just set where its value came from.
void note_origin(ConfigOrigins& origins, const Config& config, const AttributeRow& row, std::string source);
/// `dynamic configuration` for what the program set; empty when the attribute is not set.
std::string source_of(const Config& config, const ConfigOrigins* origins, const AttributeRow& row);
/// Adds a text that is not there yet.
void add_once(std::vector<std::string>& texts, std::string text);

}  // namespace databricks
