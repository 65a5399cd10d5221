#include "json/path.hpp"

#include "json/utf8.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::size_t longest_name = 64;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

}  // namespace

std::string path_member(std::string_view name) {
  const bool cut = name.size() > longest_name;
  std::string shown(name.substr(0, longest_name));
  if (cut) shown += "...";
  if (!name.empty() && std::all_of(name.begin(), name.end(), is_name_character)) return '.' + shown;
  // Quotes and control characters become `?`: the path is for people and must stay on one line.
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') c = '?';
  }
  return "[\"" + repaired_utf8(shown) + "\"]";
}

std::string path_index(std::size_t index) { return '[' + std::to_string(index) + ']'; }

}  // namespace databricks::detail
