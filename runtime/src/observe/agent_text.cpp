#include "observe/agent_text.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kIdentifier = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-";
constexpr std::string_view kName = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.+";

bool consists_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == text.npos;
}

bool is_number(std::string_view text) { return consists_of(text, kDigits) && (text.size() == 1 || text[0] != '0'); }

// Of a pre-release: numbers have no leading zeros.
bool is_ordered(std::string_view text) {
  return consists_of(text, kDigits) ? is_number(text) : consists_of(text, kIdentifier);
}

bool is_identifier(std::string_view text) { return consists_of(text, kIdentifier); }

// Whether the parts between dots all pass; `count` 0: any number of them.
bool all_parts(std::string_view text, std::size_t count, bool (*passes)(std::string_view)) {
  for (std::size_t parts = 1;; ++parts) {
    const std::size_t dot = text.find('.');
    if (!passes(text.substr(0, dot))) return false;
    if (dot == text.npos) return count == 0 || parts == count;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_agent_name(std::string_view text) { return consists_of(text, kName); }

bool is_semver(std::string_view text) {
  if (const std::size_t plus = text.find('+'); plus != text.npos) {
    if (!all_parts(text.substr(plus + 1), 0, is_identifier)) return false;
    text = text.substr(0, plus);
  }
  if (const std::size_t dash = text.find('-'); dash != text.npos) {
    if (!all_parts(text.substr(dash + 1), 0, is_ordered)) return false;
    text = text.substr(0, dash);
  }
  return all_parts(text, 3, is_number);
}

std::string agent_name(std::string_view text) {
  std::string name(text);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return kName.find(c) == kName.npos; }, '-');
  return name;
}

}  // namespace databricks::detail
