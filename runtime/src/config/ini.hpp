// The grammar of `.databrickscfg`.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace databricks {

/// Keys in lower case. A value that is empty in the file is not there.
using IniSection = std::map<std::string, std::string>;

struct IniFile {
  std::map<std::string, IniSection> sections{};
  std::vector<std::string> warnings{};  // keys that are there twice
};

/// `path` is for error texts. Keys before any section belong to DEFAULT. Throws ConfigError with path and line; the
/// text of a line is never shown, as it may be a secret.
IniFile parse_ini(std::string_view text, const std::string& path);

}  // namespace databricks
