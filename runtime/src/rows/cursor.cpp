#include "rows/cursor.hpp"

#include <databricks/error.hpp>

namespace databricks::detail {

namespace {

using json_text::find_special;

void append_utf8(std::string& out, unsigned c) {
  const auto put = [&out](unsigned byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
    }
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

constexpr unsigned kReplacement = 0xFFFD;

std::size_t count_digits(std::string_view text) {
  const auto end = text.find_first_not_of("0123456789");
  return end == text.npos ? text.size() : end;
}

// `-? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?`
bool is_number(std::string_view text) {
  const auto take_digits = [&text] {
    const auto count = count_digits(text);
    text.remove_prefix(count);
    return count;
  };
  const auto take_one_of = [&text](std::string_view characters) {
    const bool found = !text.empty() && characters.find(text.front()) != characters.npos;
    if (found) text.remove_prefix(1);
    return found;
  };
  take_one_of("-");
  const bool zero = text.starts_with('0');
  const auto digits = take_digits();
  if (digits == 0 || (zero && digits > 1)) return false;
  if (take_one_of(".") && take_digits() == 0) return false;
  if (!take_one_of("eE")) return text.empty();
  take_one_of("+-");
  return take_digits() > 0 && text.empty();
}

bool is_literal(std::string_view text) {
  return text == "null" || text == "true" || text == "false" || is_number(text);
}

}  // namespace

std::string_view JsonCursor::unescaped(const char* begin, std::string& scratch) {
  scratch.assign(begin, at_);
  while (true) {
    if (at_ == end_) fail("the text ends too early");
    if (*at_ == '"') break;
    if (*at_ != '\\') fail("a control character in a string");
    ++at_;
    escape(scratch);
    const char* next = find_special(at_, end_);
    scratch.append(at_, next);
    at_ = next;
  }
  ++at_;
  return scratch;
}

void JsonCursor::escape(std::string& out) {
  if (at_ == end_) fail("the text ends too early");
  constexpr std::string_view kEscapes = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const char c = *at_++;
  if (const auto index = kEscapes.find(c); index != kEscapes.npos) {
    out += kMeanings[index];
    return;
  }
  if (c != 'u') fail("an unknown escape in a string");
  unsigned unit = hex4();
  const auto is_low = [](unsigned u) { return u >= 0xDC00 && u <= 0xDFFF; };
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    const char* after = at_;
    unsigned low = 0;
    if (end_ - at_ >= 2 && at_[0] == '\\' && at_[1] == 'u') {
      at_ += 2;
      low = hex4();
    }
    if (is_low(low)) {
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    } else {
      at_ = after;
      unit = kReplacement;
    }
  } else if (is_low(unit)) {
    unit = kReplacement;
  }
  append_utf8(out, unit);
}

unsigned JsonCursor::hex4() {
  if (end_ - at_ < 4) fail("the text ends too early");
  unsigned unit = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = *at_++;
    const bool digit = c >= '0' && c <= '9';
    const char small = static_cast<char>(c | 0x20);
    if (!digit && (small < 'a' || small > 'f')) fail("an unknown escape in a string");
    unit = unit * 16 + static_cast<unsigned>(digit ? c - '0' : small - 'a' + 10);
  }
  return unit;
}

std::string_view JsonCursor::literal() {
  peek();
  const char* begin = at_;
  const auto is_part = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E';
  };
  while (at_ != end_ && is_part(*at_)) ++at_;
  const std::string_view text(begin, static_cast<std::size_t>(at_ - begin));
  if (!is_literal(text)) {
    at_ = begin;
    unexpected();
  }
  return text;
}

std::string_view JsonCursor::value(int depth) {
  peek();
  const char* begin = at_;
  skip_value(depth);
  return {begin, static_cast<std::size_t>(at_ - begin)};
}

void JsonCursor::skip_string() {
  ++at_;
  std::string scratch;
  while (true) {
    at_ = find_special(at_, end_);
    if (at_ == end_) fail("the text ends too early");
    if (*at_ == '"') break;
    if (*at_ != '\\') fail("a control character in a string");
    ++at_;
    escape(scratch);
    scratch.clear();
  }
  ++at_;
}

void JsonCursor::skip_value(int depth) {
  const char first = peek();
  if (first == '"') return skip_string();
  if (first != '[' && first != '{') {
    literal();
    return;
  }
  if (depth <= 0) fail("nested too deeply");
  const char closing = first == '[' ? ']' : '}';
  ++at_;
  if (take(closing)) return;
  do {
    if (first == '{') {
      if (peek() != '"') unexpected();
      skip_string();
      expect(':');
    }
    skip_value(depth - 1);
  } while (more(closing));
}

void JsonCursor::fail(const char* reason) const {
  throw JsonError("$", "not valid JSON at byte " + std::to_string(position()) + ": " + reason);
}

void JsonCursor::unexpected() { fail(peek() == '\0' ? "the text ends too early" : "an unexpected character"); }

}  // namespace databricks::detail
