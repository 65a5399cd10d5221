#include "observe/plain_text.hpp"

#include "json/utf8.hpp"
#include "observe/masked_text.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

// Masking may shorten a text, so that more of it fits. More than this beyond the limit is not looked at.
constexpr std::size_t kLookAhead = 16 * 1024;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

std::string printable(std::string_view text, bool lines) {
  std::string out = repaired_utf8(text);
  std::erase_if(out, [lines](char c) { return is_control(c) && !(lines && (c == '\n' || c == '\t')); });
  return out;
}

std::size_t whole_characters(std::string_view text, std::size_t bytes) {
  if (bytes >= text.size()) return text.size();
  std::size_t size = bytes;
  // A character has at most three bytes after its first one; with more, this is no UTF-8.
  while (size > 0 && bytes - size < 4 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return size;
}

std::string cut_text(std::string text, std::size_t bytes, std::size_t unseen) {
  const std::size_t kept = whole_characters(text, bytes);
  const std::size_t more = text.size() - kept + unseen;
  if (more == 0) return text;
  text.resize(kept);
  return text + "... (" + std::to_string(more) + " more bytes)";
}

std::string shown_text(std::string_view text, std::size_t bytes, bool raw) {
  const std::size_t seen = whole_characters(text, std::max(bytes, bytes + kLookAhead));
  const std::string_view start = text.substr(0, seen);
  return cut_text(masked_text(raw ? std::string(start) : printable(start, true)), bytes, text.size() - seen);
}

}  // namespace databricks::detail
