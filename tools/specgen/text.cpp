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

namespace {

// `Waits<"a", B<c, d>>,` -> `Waits<"a",`, `B<c,`, `d>>,`: for words that are longer than a line.
std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) is_quoted = !is_quoted;
    if (text[i] == ' ' && !is_quoted && text[i - 1] == ',') {
      parts.emplace_back();
    } else {
      parts.back() += text[i];
    }
  }
  return parts;
}

}  // namespace

std::string wrapped(const std::string& prefix, const std::vector<std::string>& items, const std::string& suffix,
                    std::size_t indent) {
  std::string result;
  std::string line = prefix;
  const auto add = [&](const std::string& word, std::size_t next_indent) {
    const bool is_start = line.empty() || std::string_view(" (<{").find(line.back()) != std::string_view::npos;
    const bool is_blank = line.find_first_not_of(' ') == std::string::npos;
    if (!is_blank && line.size() + word.size() + 1 > line_width) {
      result += line + "\n";
      line = std::string(next_indent, ' ') + word;
    } else {
      line += (is_start ? "" : " ") + word;
    }
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto word = items[i] + (i + 1 < items.size() ? "," : suffix);
    if (indent + word.size() <= line_width) {
      add(word, indent);
      continue;
    }
    const auto parts = split_at_commas(word);
    for (std::size_t k = 0; k < parts.size(); ++k) add(parts[k], k == 0 ? indent : indent + 4);
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
