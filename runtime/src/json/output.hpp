// A buffer in front of a std::string: appending small pieces to the string itself costs twice as much.
#pragma once

#include <charconv>
#include <cstring>
#include <string>
#include <string_view>

namespace databricks::detail {

class Output {
 public:
  explicit Output(std::string& out) : out_(out) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void put(char c) {
    if (used_ == sizeof buffer_) [[unlikely]]
      flush();
    buffer_[used_++] = c;
  }
  void put(std::string_view text) {
    if (text.size() > sizeof buffer_ - used_) [[unlikely]] {
      flush();
      if (text.size() > sizeof buffer_) {
        out_.append(text);
        return;
      }
    }
    std::memcpy(buffer_ + used_, text.data(), text.size());
    used_ += text.size();
  }
  /// Puts quotes around a text in which nothing has to be escaped.
  void quoted(std::string_view text) {
    if (text.size() + 2 > sizeof buffer_ - used_) [[unlikely]] {
      put('"');
      put(text);
      return put('"');
    }
    buffer_[used_] = '"';
    std::memcpy(buffer_ + used_ + 1, text.data(), text.size());
    used_ += text.size() + 2;
    buffer_[used_ - 1] = '"';
  }
  template <class Number>
  void number(Number number) {
    if (sizeof buffer_ - used_ < longest_number) [[unlikely]]
      flush();
    used_ = static_cast<std::size_t>(std::to_chars(buffer_ + used_, buffer_ + sizeof buffer_, number).ptr - buffer_);
  }
  void flush() {
    out_.append(buffer_, used_);
    used_ = 0;
  }

 private:
  static constexpr std::size_t longest_number = 32;  // a double's shortest text has at most 24 characters

  std::string& out_;
  std::size_t used_ = 0;
  char buffer_[4096];
};

}  // namespace databricks::detail
