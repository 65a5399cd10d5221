// JSON, piece by piece, for who knows what comes next. (json/builder.hpp is for objects: there the text leads.)
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace databricks::detail {

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
  std::string_view string(std::string& scratch);
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
