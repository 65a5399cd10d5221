// A directory of a test's own, which goes with it.
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <vector>

#include "read_file.hpp"

namespace test {

class TemporaryDirectory {
 public:
  /// Throws std::system_error.
  TemporaryDirectory() {
    if (mkdtemp(folder_.data()) == nullptr) throw std::system_error(errno, std::generic_category(), folder_);
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& folder() const { return folder_; }
  std::string path(const std::string& file) const { return folder_ + '/' + file; }
  /// Makes the folders on the way, and gives the path.
  std::string write(const std::string& file, std::string_view bytes) const {
    std::filesystem::create_directories(std::filesystem::path(path(file)).parent_path());
    std::ofstream(path(file), std::ios::binary) << bytes;
    return path(file);
  }
  std::string read(const std::string& file) const { return read_file(path(file)); }
  /// What is there on all levels, by name: `a b/c empty/`.
  std::string files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
      const auto name = entry.path().lexically_relative(folder_).string();
      if (!entry.is_directory()) names.push_back(name);
      if (entry.is_directory() && std::filesystem::is_empty(entry)) names.push_back(name + '/');
    }
    std::sort(names.begin(), names.end());
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : " ") + name;
    return text;
  }

 private:
  std::string folder_ = "/tmp/databricks-test-XXXXXX";
};

}  // namespace test
