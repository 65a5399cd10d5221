// What a specification says that the generated code can't, with the place where it says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace specgen {

struct Problem {
  std::string pointer;  // JSON pointer, RFC 6901
  std::string message;
};

class Problems {
 public:
  void report(std::string pointer, std::string message) { list_.push_back({std::move(pointer), std::move(message)}); }
  bool empty() const { return list_.empty(); }
  /// Sorted by place, each once.
  std::vector<Problem> sorted() const;

 private:
  std::vector<Problem> list_;
};

/// `pointer` + `/` + the escaped key.
std::string child(std::string_view pointer, std::string_view key);

}  // namespace specgen
