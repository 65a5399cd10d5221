#include "json/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace databricks::detail {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Lead {
  std::size_t size;           // of the whole sequence; 0: no lead byte
  unsigned char least, most;  // of the second byte; they exclude overlong forms, surrogates and > U+10FFFF
};

Lead lead(unsigned char c) {
  if (c < 0x80) return {1, 0, 0};
  if (c >= 0xC2 && c <= 0xDF) return {2, 0x80, 0xBF};
  if (c == 0xE0) return {3, 0xA0, 0xBF};
  if (c == 0xED) return {3, 0x80, 0x9F};
  if (c >= 0xE1 && c <= 0xEF) return {3, 0x80, 0xBF};
  if (c == 0xF0) return {4, 0x90, 0xBF};
  if (c >= 0xF1 && c <= 0xF3) return {4, 0x80, 0xBF};
  if (c == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

// How many bytes at the front belong together: a sequence, or the part of one that is there. `valid` says which.
std::size_t take_sequence(std::string_view text, bool& valid) {
  const Lead first = lead(static_cast<unsigned char>(text.front()));
  std::size_t size = 1;
  auto least = first.least;
  auto most = first.most;
  while (size < first.size && size < text.size()) {
    const auto c = static_cast<unsigned char>(text[size]);
    if (c < least || c > most) break;
    least = 0x80;
    most = 0xBF;
    ++size;
  }
  valid = size == first.size;
  return size;
}

// Takes a sequence from the front of `text` and appends it, or U+FFFD in its place.
void repair_sequence(std::string_view& text, std::string& out) {
  bool valid = false;
  const std::size_t size = take_sequence(text, valid);
  out += valid ? text.substr(0, size) : replacement;
  text.remove_prefix(size);
}

// The code unit of the `\uXXXX` that `text` begins with.
std::optional<unsigned> unicode_escape(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  unsigned unit = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
  if (error != std::errc() || end != text.data() + 6) return std::nullopt;
  return unit;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// Takes the escape at the front of `text` and appends it, or `\ufffd` for a lone surrogate.
void repair_escape(std::string_view& text, std::string& out) {
  const auto unit = unicode_escape(text);
  std::size_t size = std::min<std::size_t>(unit ? 6 : 2, text.size());
  bool lone = unit && is_low(*unit);
  if (unit && is_high(*unit)) {
    const auto next = unicode_escape(text.substr(6));
    lone = !next || !is_low(*next);
    if (!lone) size = 12;
  }
  // What is no escape at all is copied in its first byte only: the second may begin a sequence.
  if (!unit && size == 2 && static_cast<unsigned char>(text[1]) >= 0x80) size = 1;
  out += lone ? std::string_view("\\ufffd") : text.substr(0, size);
  text.remove_prefix(size);
}

}  // namespace

std::size_t utf8_sequence(std::string_view text) {
  bool valid = false;
  const std::size_t size = text.empty() ? 0 : take_sequence(text, valid);
  return valid ? size : 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = utf8_sequence(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::string repaired_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) repair_sequence(text, out);
  return out;
}

std::string repaired_json(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (text.front() == '\\') {
      repair_escape(text, out);
    } else {
      repair_sequence(text, out);
    }
  }
  return out;
}

}  // namespace databricks::detail
