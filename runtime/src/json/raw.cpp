#include "json/raw.hpp"

#include "json/writer.hpp"
#include "table/secrets.hpp"

namespace databricks::detail {

void RawText::start(std::string& out, bool mask) {
  out.clear();
  *this = RawText();
  out_ = &out;
  mask_ = mask;
}

bool RawText::value() {
  if (masked_ > 0) return false;
  if (comma_) *out_ += ',';
  comma_ = true;
  if (!secret_) return true;
  secret_ = false;
  append_text(*out_, redacted);
  return false;
}

bool RawText::begin(char bracket) {
  ++depth_;
  if (value()) {
    *out_ += bracket;
    comma_ = false;
  } else {
    ++masked_;
  }
  return false;
}

bool RawText::end(char bracket) {
  --depth_;
  if (masked_ > 0) {
    --masked_;
  } else {
    *out_ += bracket;
    comma_ = true;
  }
  return done();
}

bool RawText::text(std::string_view text) {
  if (value()) append_text(*out_, text);
  return done();
}

bool RawText::literal(std::string_view literal) {
  if (literal == "null") secret_ = false;
  if (value()) *out_ += literal;
  return done();
}

void RawText::key(std::string_view key) {
  if (masked_ > 0) return;
  if (comma_) *out_ += ',';
  append_text(*out_, key);
  *out_ += ':';
  comma_ = false;
  secret_ = mask_ && is_secret_key(key);
}

}  // namespace databricks::detail
