#include "command_text.hpp"

#include <algorithm>
#include <vector>

namespace databricks::ext {

namespace {

std::string without_tabs(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (c == '\t') {
      result += "    ";
    } else {
      result += c;
    }
  }
  return result;
}

std::vector<std::string_view> lines_that_say_something(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    if (line.find_first_not_of(" \r\f\v") != line.npos) lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::string trimmed_command(std::string_view command) {
  const auto text = without_tabs(command);
  const auto lines = lines_that_say_something(text);
  auto indent = std::string_view::npos;
  for (const auto line : lines) indent = std::min(indent, line.find_first_not_of(' '));
  std::string result;
  result.reserve(text.size() + 1);
  for (const auto line : lines) result.append(line.substr(indent)) += '\n';
  return result;
}

}  // namespace databricks::ext
