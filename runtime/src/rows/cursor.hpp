// JSON, piece by piece, for who knows what comes next. (json/builder.hpp is for objects: there the text leads.)
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace databricks::detail {

namespace json_text {

constexpr std::uint64_t each(unsigned char byte) { return 0x0101010101010101u * byte; }

// The high bit of every byte that is zero, or less than `limit`; beyond the first such byte it may be wrong.
constexpr std::uint64_t less_than(std::uint64_t word, unsigned char limit) {
  return (word - each(limit)) & ~word & each(0x80);
}

// The first quote, backslash or control character; `end` if there is none.
inline const char* find_special(const char* at, const char* end) {
  if constexpr (std::endian::native == std::endian::little) {
    for (; end - at >= 8; at += 8) {
      std::uint64_t word;
      std::memcpy(&word, at, sizeof word);
      const auto found = less_than(word ^ each('"'), 1) | less_than(word ^ each('\\'), 1) | less_than(word, 0x20);
      if (found != 0) return at + std::countr_zero(found) / 8;
    }
  }
  while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
}

}  // namespace json_text

/// Reads a text that outlives it. Everything throws JsonError for what is not JSON.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text) : at_(text.data()), begin_(at_), end_(at_ + text.size()) {}

  /// The first character of what comes next; 0 at the end.
  char peek() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    return at_ == end_ ? '\0' : *at_;
  }
  /// Goes over this bracket, comma or colon, if it comes next.
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) unexpected();
  }
  /// After an element: whether another one follows; else goes over the closing bracket.
  bool more(char closing) {
    if (take(',')) return true;
    expect(closing);
    return false;
  }
  /// A string without its quotes and escapes: a piece of the text, or `scratch` if there were escapes. Lone surrogates
  /// become U+FFFD; that the text is UTF-8 is not checked.
  std::string_view string(std::string& scratch) {
    expect('"');
    return string_rest(scratch);
  }
  /// The same after take('"').
  std::string_view string_rest(std::string& scratch) {
    const char* begin = at_;
    at_ = json_text::find_special(at_, end_);
    if (at_ == end_ || *at_ != '"') [[unlikely]]
      return unescaped(begin, scratch);
    return {begin, static_cast<std::size_t>(at_++ - begin)};
  }
  /// A number, true, false or null, as it is written.
  std::string_view literal();
  /// Any value, as it is written. Levels below the `depth`-th are refused.
  std::string_view value(int depth);
  /// Where it stands, in bytes.
  std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }

  [[noreturn]] void fail(const char* reason) const;
  [[noreturn]] void unexpected();

 private:
  void skip_string();
  void skip_value(int depth);
  std::string_view unescaped(const char* begin, std::string& scratch);
  unsigned hex4();
  void escape(std::string& out);

  const char* at_;
  const char* begin_;
  const char* end_;
};

}  // namespace databricks::detail
