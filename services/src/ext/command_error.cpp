#include "command_error.hpp"

#include "errors/clean.hpp"
#include "errors/html.hpp"
#include "text/ascii.hpp"

#include <algorithm>
#include <optional>

namespace databricks::ext {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";
constexpr std::string_view kDigits = "0123456789";

bool is_blank(char c) { return kBlanks.find(c) != kBlanks.npos; }

// How much of the text's beginning is an escape sequence of a terminal: `ESC [ ... m` and its like, a title
// (`ESC ] ... BEL`), or ESC and one more character.
std::size_t escape_size(std::string_view text) {
  constexpr std::size_t longest_title = 256;
  if (text.size() < 2) return text.size();
  if (text[1] == '[') {
    const auto end = std::find_if(text.begin() + 2, text.end(), [](char c) { return c < ' ' || c > '?'; });
    const bool is_whole = end != text.end() && *end >= '@' && *end <= '~';
    return static_cast<std::size_t>(end - text.begin()) + (is_whole ? 1 : 0);
  }
  const auto title = text.substr(0, longest_title).find('\a');
  return text[1] == ']' && title != text.npos ? title + 1 : 2;
}

std::string without_escapes(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto escape = std::min(text.find('\x1B'), text.size());
    result.append(text.substr(0, escape));
    text.remove_prefix(escape);
    if (!text.empty()) text.remove_prefix(escape_size(text));
  }
  return result;
}

std::string without(std::string_view text, std::string_view part) {
  std::string result;
  for (auto at = text.find(part); at != text.npos; at = text.find(part)) {
    result.append(text.substr(0, at));
    text.remove_prefix(at + part.size());
  }
  return result.append(text);
}

// `...Exception: rest`: the rest of that line. Of several exceptions in a line the last one, the innermost.
std::optional<std::string> exception_text(std::string_view summary) {
  constexpr std::string_view mark = "Exception:";
  std::size_t begin = summary.npos, end = 0;
  for (auto at = summary.find(mark); at != summary.npos; at = summary.find(mark, at + 1)) {
    if (begin != summary.npos && at > end) break;
    const auto after = at + mark.size();
    if (after == summary.size() || !is_blank(summary[after])) continue;
    const auto rest = summary.find_first_not_of(kBlanks, after);
    if (rest == summary.npos) break;
    begin = rest;
    if (begin > end) end = std::min(summary.find('\n', begin), summary.size());
  }
  if (begin == summary.npos) return std::nullopt;
  auto text = without(summary.substr(begin, end - begin), "; nested exception is:");
  text.erase(text.find_last_not_of(kBlanks) + 1);
  return text;
}

// `ExecutionError: x`, then `StatusCode=n` and `StatusDescription=y`, each on a line of its own.
std::optional<std::string> execution_error(std::string_view cause) {
  constexpr std::string_view mark = "ExecutionError: ", code = "\nStatusCode=", description = "\nStatusDescription=";
  const auto begin = cause.find(mark);
  if (begin == cause.npos) return std::nullopt;
  for (auto at = cause.find(code, begin + mark.size()); at != cause.npos; at = cause.find(code, at + 1)) {
    const auto next = std::min(cause.find_first_not_of(kDigits, at + code.size()), cause.size());
    if (!cause.substr(next).starts_with(description)) continue;
    const auto end = cause.find('\n', next + description.size());
    if (end == cause.npos) return std::nullopt;
    return std::string(cause.substr(begin + mark.size(), end - begin - mark.size()));
  }
  return std::nullopt;
}

// `ErrorMessage=x` with a line break after it.
std::optional<std::string> error_message(std::string_view cause) {
  constexpr std::string_view mark = "ErrorMessage=";
  for (auto at = cause.find(mark); at != cause.npos; at = cause.find(mark, at + 1)) {
    const auto begin = at + mark.size();
    const auto end = cause.find('\n', begin);
    if (end == cause.npos) break;
    if (end > begin) return std::string(cause.substr(begin, end - begin));
  }
  return std::nullopt;
}

}  // namespace

std::string command_error(std::string_view summary, std::string_view cause) {
  const auto plain_summary = detail::html_to_text(without_escapes(summary));
  const auto plain_cause = without_escapes(cause);
  auto text = exception_text(plain_summary);
  if (!text) text = execution_error(plain_cause);
  if (!text) text = error_message(plain_cause);
  return detail::clean_text(text.value_or(plain_summary));
}

std::string without_cell_marks(std::string_view text) {
  constexpr std::string_view mark = "Out[", inside = "0123456789 \t\r\n\f\v";
  std::string result;
  while (!text.empty()) {
    const auto at = std::min(text.find(mark), text.size());
    result.append(text.substr(0, at));
    text.remove_prefix(at);
    if (text.empty()) break;
    const auto end = std::min(text.find_first_not_of(inside, mark.size()), text.size());
    const auto rest = text.substr(end);
    const bool is_mark = end > mark.size() && rest.size() > 2 && rest.starts_with("]:") && is_blank(rest[2]);
    if (!is_mark) result.append(text.substr(0, end));
    text.remove_prefix(is_mark ? end + 3 : end);
  }
  return result;
}

}  // namespace databricks::ext
