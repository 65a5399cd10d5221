#include "observe/masked_text.hpp"

#include "observe/masked_names.hpp"
#include "observe/redact.hpp"
#include "text/ascii.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view kLetters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kWord = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
constexpr std::string_view kCredential = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-.~+/=";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kEndOfBare = " \t\r\n,;&\"'\\()[]{}<>";

struct Looks {
  std::string_view start;
  std::size_t least;  // characters, the start included
};

constexpr Looks kTokens[] = {{"dapi", 12}, {"dose", 32}, {"dkea", 32}, {"eyJ", 20}};
// Shorter ones are prose: `Bearer token`, `Basic authentication`.
constexpr Looks kSchemes[] = {{"bearer", 8}, {"basic", 16}};

// `Invalid value: 5` is no secret.
constexpr std::string_view kProse[] = {"content", "value"};

bool is_prose(std::string_view name) {
  return std::any_of(std::begin(kProse), std::end(kProse), [&](auto word) { return same_text(name, word); });
}

// `Cookie: a=b; c=d`
bool takes_line(std::string_view name) {
  const std::string text = ascii_lower(name);
  return text.ends_with("cookie") || text.ends_with("authorization");
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (text_.substr(at_).starts_with("://")) {
        user_info();
      } else if (kLetters.find(text_[at_]) != npos) {
        word();
      } else {
        out_ += text_[at_++];
      }
    }
    return std::move(out_);
  }

 private:
  std::size_t skip(std::size_t from, std::string_view characters) const {
    return std::min(text_.find_first_not_of(characters, from), text_.size());
  }
  bool has(std::size_t at, std::string_view characters) const {
    return at < text_.size() && characters.find(text_[at]) != npos;
  }
  void copy_until(std::size_t end) {
    out_ += text_.substr(at_, end - at_);
    at_ = end;
  }

  void user_info() {
    copy_until(at_ + 3);
    const std::size_t end = text_.find_first_of("@/?#\"'\\<> \t\r\n", at_);
    if (end == npos || text_[end] != '@') return;
    out_ += kMask;
    at_ = end;
  }

  void word() {
    const std::size_t end = skip(at_, kWord);
    const std::string_view word = text_.substr(at_, end - at_);
    if (looks_like_token(word)) {
      out_ += kMask;
      at_ = skip(end, kCredential);
      return;
    }
    copy_until(end);
    if (!credentials(word)) value(word);
  }

  static bool looks_like_token(std::string_view word) {
    return std::any_of(std::begin(kTokens), std::end(kTokens), [&](const Looks& token) {
      const std::size_t at = word.find(token.start);
      return at != npos && word.size() - at >= token.least;
    });
  }

  bool credentials(std::string_view word) {
    for (const auto& scheme : kSchemes) {
      if (!same_text(word, scheme.start) || !has(at_, " ")) continue;
      const std::size_t start = skip(at_, " ");
      const std::size_t end = skip(start, kCredential);
      if (end - start < scheme.least) return false;
      copy_until(start);
      out_ += kMask;
      at_ = end;
      return true;
    }
    return false;
  }

  // Masks what follows `name`, if it is the name of a secret and what follows is its value.
  void value(std::string_view name) {
    std::size_t next = skip(at_, "\\");
    const bool quoted = has(next, "\"'");
    if (quoted) ++next;
    if (!quoted && next != at_) return;
    next = skip(next, quoted ? kBlanks : " \t");
    if (!has(next, ":=")) return;
    const std::size_t value = skip(next + 1, quoted ? kBlanks : " \t");
    const bool header = !quoted && text_[next] == ':';
    const std::size_t before = at_ - name.size();
    const bool parameter = before > 0 && has(before - 1, "?&");
    if (parameter ? is_masked_parameter(name) : is_masked_name(name) && !(header && is_prose(name))) {
      copy_until(value);
      mask_value(header && takes_line(name));
    } else if (quoted && is_signed_link(name)) {
      copy_until(value);
      mask_query();
    }
  }

  // Of a pre-signed URL, in quotes. Longer ones don't exist, and looking further again and again takes its time.
  void mask_query() {
    constexpr std::size_t kLongest = 4096;
    const std::size_t query = text_.substr(0, at_ + kLongest).find('?', at_);
    if (query == npos || !has(skip(at_, "\\"), "\"'")) return;
    const std::size_t end = end_of_value(at_);
    if (end < query) return;
    copy_until(query + 1);
    out_ += kMask;
    at_ = end;
  }

  void mask_value(bool line) {
    const std::size_t start = at_;
    for (;;) {
      at_ = line ? std::min(text_.find_first_of("\r\n", at_), text_.size()) : end_of_value(at_);
      // A name where the value should be: the text is broken, and the value is what comes next.
      const std::size_t next = skip(at_, kBlanks);
      if (at_ == start || !has(next, ":=")) break;
      at_ = skip(next + 1, kBlanks);
    }
    if (at_ != start) out_ += is_mask(text_.substr(start, at_ - start)) ? text_.substr(start, at_ - start) : kMask;
  }

  // Masked before; its quotes stay.
  static bool is_mask(std::string_view value) {
    constexpr std::string_view quotes = "\\\"'";
    const std::size_t begin = value.find_first_not_of(quotes);
    return begin != npos && value.substr(begin, value.find_last_not_of(quotes) + 1 - begin) == kMask;
  }

  std::size_t end_of_value(std::size_t at) const {
    const std::size_t quote = skip(at, "\\");
    if (has(quote, "\"'")) return end_of_string(quote, quote - at);
    if (has(at, "{[")) return end_of_nested(at);
    const std::size_t end = std::min(text_.find_first_of(kEndOfBare, at), text_.size());
    const std::string_view first = text_.substr(at, end - at);
    const bool scheme = std::any_of(std::begin(kSchemes), std::end(kSchemes),
                                    [&](const Looks& known) { return same_text(first, known.start); });
    return scheme ? std::min(text_.find_first_of(kEndOfBare, skip(end, " ")), text_.size()) : end;
  }

  // `backslashes` come before the opening quote: JSON in a JSON string has one, and before a quote in its strings
  // there are three.
  std::size_t end_of_string(std::size_t quote, std::size_t backslashes) const {
    std::size_t run = 0;
    for (std::size_t at = quote + 1; at < text_.size(); ++at) {
      if (text_[at] == text_[quote] && (run < backslashes || (run + 1) / (backslashes + 1) % 2 == 1)) return at + 1;
      run = text_[at] == '\\' ? run + 1 : 0;
    }
    return text_.size();
  }

  std::size_t end_of_nested(std::size_t at) const {
    std::size_t depth = 0;
    while (at < text_.size()) {
      const std::size_t quote = skip(at, "\\");
      if (has(quote, "\"'")) {
        at = end_of_string(quote, quote - at);
        continue;
      }
      at = std::max(at, quote);
      if (has(at, "{[")) ++depth;
      if (has(at, "}]") && --depth == 0) return at + 1;
      ++at;
    }
    return text_.size();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_{};
};

}  // namespace

std::string masked_text(std::string_view text) { return Scanner(text).run(); }

}  // namespace databricks::detail
