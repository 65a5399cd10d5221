#include "config/ini.hpp"

#include "text/ascii.hpp"

#include <algorithm>
#include <databricks/error.hpp>
#include <set>
#include <utility>

namespace databricks {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool starts_comment(std::string_view text) { return text.starts_with('#') || text.starts_with(';'); }

// Lines end with LF, CR LF or CR.
std::string_view take_line(std::string_view& rest) {
  const auto end = std::min(rest.find_first_of("\r\n"), rest.size());
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end);
  rest.remove_prefix(rest.starts_with("\r\n") ? 2 : std::min<std::size_t>(1, rest.size()));
  return line;
}

// A comment after a value begins with a blank, so that `abc#1` stays whole.
std::string_view without_comment(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (is_blank(text[i - 1]) && starts_comment(text.substr(i))) return trim(text.substr(0, i));
  }
  return text;
}

std::string_view value_of(std::string_view text) {
  if (starts_comment(text)) return {};
  if (text.starts_with('"') || text.starts_with('\'')) {
    const auto end = text.find(text.front(), 1);
    const auto rest = end == std::string_view::npos ? text : trim(text.substr(end + 1));
    if (rest.empty() || starts_comment(rest)) return text.substr(1, end - 1);
  }
  return without_comment(text);
}

class Parser {
 public:
  explicit Parser(const std::string& path) : path_(path) {}

  void line(std::string_view raw) {
    ++number_;
    const auto text = trim(raw);
    if (text.empty() || starts_comment(text)) return;
    text.front() == '[' ? section(text) : pair(text);
  }

  IniFile take() { return std::move(file_); }

 private:
  void section(std::string_view text) {
    const auto end = text.rfind(']');
    const auto rest = end == std::string_view::npos ? text : trim(text.substr(end + 1));
    if (!rest.empty() && !(starts_comment(rest) && end != std::string_view::npos)) fail("write a section as [name]");
    const auto name = trim(text.substr(1, end - 1));
    if (name.empty()) fail("a section needs a name");
    current_ = name;
    file_.sections[current_];  // an empty section is there all the same
  }

  void pair(std::string_view text) {
    const auto delimiter = text.find_first_of("=:");
    if (delimiter == std::string_view::npos) fail("write a setting as key = value");
    const auto key = ascii_lower(trim(text.substr(0, delimiter)));
    if (key.empty()) fail("a setting needs a name before the =");
    const auto value = value_of(trim(text.substr(delimiter + 1)));
    auto& section = file_.sections[current_];
    if (!seen_.emplace(current_, key).second) file_.warnings.push_back(where() + key + " is set again, the last wins");
    value.empty() ? static_cast<void>(section.erase(key)) : static_cast<void>(section[key] = value);
  }

  std::string where() const { return path_ + " line " + std::to_string(number_) + ": "; }

  [[noreturn]] void fail(const std::string& advice) const {
    throw ConfigError("resolve: cannot parse config file: " + where() + advice);
  }

  const std::string& path_;
  std::size_t number_ = 0;
  std::string current_ = "DEFAULT";
  std::set<std::pair<std::string, std::string>> seen_;  // section and key
  IniFile file_;
};

}  // namespace

IniFile parse_ini(std::string_view text, const std::string& path) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    throw ConfigError("resolve: cannot parse config file: " + path + " is encoded in UTF-16, save it as UTF-8");
  }
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  Parser parser(path);
  while (!text.empty()) parser.line(take_line(text));
  return parser.take();
}

}  // namespace databricks
