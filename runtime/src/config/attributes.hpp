// The table of attributes: one row says all that resolution needs to know about one of them.
#pragma once

#include <databricks/config.hpp>
#include <variant>

namespace databricks {

using ConfigMember = std::variant<std::string Config::*, std::optional<int> Config::*, std::optional<bool> Config::*>;

struct AttributeRow {
  ConfigAttribute attribute;
  ConfigMember member;
  std::string_view group;  // the authentication method it belongs to; empty: none
  bool in_file;            // whether a profile can set it
};

std::span<const AttributeRow> attribute_rows();

bool is_set(const Config& config, const AttributeRow& row);

/// Sets the attribute from text. `source` says where that came from: `DATABRICKS_X` or `profile a of /path`. Throws
/// ConfigError when it is no value of the attribute's type.
void set_from_text(Config& config, const AttributeRow& row, std::string_view text, std::string_view source);

}  // namespace databricks
