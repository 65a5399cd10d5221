// Events of a parser -> compact JSON text, with the digits of numbers as they were.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

class RawText {
 public:
  /// Begins a new text in `out`, which it replaces. With `mask`, values of secret names are masked.
  void start(std::string& out, bool mask);
  // Each returns whether the text is complete with this event.
  bool begin(char bracket);
  bool end(char bracket);
  bool text(std::string_view text);
  bool literal(std::string_view literal);  // number, true, false, null
  void key(std::string_view key);

 private:
  bool value();  // whether the value is to be written
  bool done() const { return depth_ == 0; }

  std::string* out_ = nullptr;
  std::size_t depth_ = 0;
  std::size_t masked_ = 0;  // how many levels deep in a masked value
  bool comma_ = false;
  bool mask_ = false;
  bool secret_ = false;  // the next value belongs to a secret name
};

}  // namespace databricks::detail
