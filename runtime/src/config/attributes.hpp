// The table of attributes: one row says all that resolution needs to know about one of them.
#pragma once

#include <databricks/config.hpp>
#include <variant>

namespace databricks {

using ConfigMember = std::variant<std::string Config::*, std::optional<int> Config::*, std::optional<bool> Config::*,
                                  std::vector<std::string> Config::*>;

struct AttributeRow {
  ConfigAttribute attribute;
  ConfigMember member;
  std::string_view group{};    // what counts for conflicts of methods; empty: nothing
  std::string_view used_by{};  // auth types in a list with commas; empty: any
  bool in_file = true;         // whether a profile can set it
};

std::span<const AttributeRow> attribute_rows();
/// Null when there is none of this name.
const AttributeRow* find_attribute(std::string_view name);

/// Whether it has a value, be that false or 0: nothing else may then fill it.
bool is_set(const Config& config, const AttributeRow& row);
/// Whether somebody wants something by it: not empty, not false, not 0.
bool is_configured(const Config& config, const AttributeRow& row);
/// The value as text; empty when it is not set.
std::string attribute_text(const Config& config, const AttributeRow& row);

/// Sets the attribute from text. `source` says where that came from: `DATABRICKS_X environment variable`. Throws
/// ConfigError when it is no value of the attribute's type.
void set_from_text(Config& config, const AttributeRow& row, std::string_view text, std::string_view source);

/// Scopes in their normal form: one each, sorted, without empty ones and blanks.
std::vector<std::string> usual_scopes(const std::vector<std::string>& scopes);

}  // namespace databricks
