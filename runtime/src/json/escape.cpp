#include "json/escape.hpp"

#include "json/utf8.hpp"

#include <cstdint>

namespace databricks::detail {

namespace {

constexpr std::uint64_t every(std::uint64_t byte) { return byte * 0x0101010101010101u; }

// Nonzero if one of eight bytes is below 0x20, above 0x7F, `"` or `\`; may not say which, but never misses.
std::uint64_t special(std::uint64_t bytes) {
  const auto zero = [](std::uint64_t x) { return (x - every(0x01)) & ~x; };
  return ((bytes - every(0x20)) | bytes | zero(bytes ^ every('"')) | zero(bytes ^ every('\\'))) & every(0x80);
}

bool is_special(unsigned char c) { return c < 0x20 || c > 0x7F || c == '"' || c == '\\'; }

// How many characters at the front can be copied as they are.
std::size_t plain_prefix(std::string_view text) {
  std::size_t size = 0;
  for (; size + 8 <= text.size(); size += 8) {
    std::uint64_t bytes;
    std::memcpy(&bytes, text.data() + size, 8);
    if (special(bytes) != 0) break;
  }
  while (size < text.size() && !is_special(static_cast<unsigned char>(text[size]))) ++size;
  return size;
}

void write_escape(Output& out, char c) {
  switch (c) {
    case '"':
      return out.put("\\\"");
    case '\\':
      return out.put("\\\\");
    case '\b':
      return out.put("\\b");
    case '\f':
      return out.put("\\f");
    case '\n':
      return out.put("\\n");
    case '\r':
      return out.put("\\r");
    case '\t':
      return out.put("\\t");
    default:
      break;
  }
  constexpr std::string_view hex = "0123456789abcdef";
  out.put("\\u00");
  out.put(hex[static_cast<unsigned char>(c) / 16]);
  out.put(hex[static_cast<unsigned char>(c) % 16]);
}

}  // namespace

bool is_plain(std::string_view text) { return plain_prefix(text) == text.size(); }

bool write_string(Output& out, std::string_view text, InvalidText invalid) {
  std::size_t plain = plain_prefix(text);
  if (plain == text.size()) [[likely]] {
    out.quoted(text);
    return true;
  }
  std::string repaired;
  out.put('"');
  for (;; plain = plain_prefix(text)) {
    out.put(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      write_escape(out, text.front());
      text.remove_prefix(1);
      continue;
    }
    const std::size_t size = utf8_sequence(text);
    if (size == 0) {
      if (invalid == InvalidText::refuse) return false;
      repaired = repaired_utf8(text);
      text = repaired;
      continue;
    }
    out.put(text.substr(0, size));
    text.remove_prefix(size);
  }
  out.put('"');
  return true;
}

}  // namespace databricks::detail
