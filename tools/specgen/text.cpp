#include "text.hpp"

namespace specgen {

std::string literal(std::string_view text) {
  static constexpr std::string_view digits = "01234567";
  std::string result = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (code < 0x20) {
      result += {'\\', '0', digits[code / 8], digits[code % 8]};
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string wrapped(const std::string& prefix, const std::vector<std::string>& items, const std::string& suffix,
                    std::size_t indent) {
  std::string result;
  std::string line = prefix;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto word = items[i] + (i + 1 < items.size() ? "," : suffix);
    const bool is_first = line.empty() || line.back() == '(' || line.back() == '<' || line.back() == '{' ||
                          line.back() == ' ';
    if (line.size() + word.size() + 1 > line_width && line.find_first_not_of(' ') != std::string::npos) {
      result += line + "\n";
      line = std::string(indent, ' ') + word;
    } else {
      line += (is_first ? "" : " ") + word;
    }
  }
  if (items.empty()) line += suffix;
  return result + line;
}

std::string directory(const std::string& name_space) {
  std::string result;
  for (const char c : name_space) {
    if (c != ':') {
      result += c;
    } else if (!result.ends_with('/')) {
      result += '/';
    }
  }
  return result;
}

}  // namespace specgen
