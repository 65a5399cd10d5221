// A command line tool that is a shell script on a PATH of its own; it keeps the arguments it was called with.
#pragma once

#include <boost/test/unit_test.hpp>

#include <databricks/credentials.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace test {

class FakeTool {
 public:
  /// In `folder`, which is made. `body` is the script after the line that keeps the arguments; files of less than
  /// `least_bytes` are padded with a comment.
  FakeTool(std::string folder, std::string name, const std::string& body = {}, std::size_t least_bytes = 0)
      : folder_(std::move(folder)), path_(folder_ + '/' + name), calls_(folder_ + '/' + name + ".calls") {
    std::filesystem::create_directories(folder_);
    if (!body.empty()) does(body, least_bytes);
  }

  void does(const std::string& body, std::size_t least_bytes = 0) const {
    std::string script = "#!/bin/sh\necho \"$*\" >>'" + calls_ + "'\n" + body + "\nexit\n";
    if (script.size() < least_bytes) script += '#' + std::string(least_bytes, 'x');
    std::ofstream(path_, std::ios::binary) << script;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
  }
  /// The arguments of each call that contains `part`.
  std::vector<std::string> calls(std::string_view part = {}) const {
    std::vector<std::string> found;
    std::ifstream file(calls_);
    for (std::string line; std::getline(file, line);) {
      if (line.find(part) != line.npos) found.push_back(line);
    }
    return found;
  }
  const std::string& folder() const { return folder_; }
  const std::string& path() const { return path_; }

 private:
  std::string folder_;
  std::string path_;
  std::string calls_;
};

}  // namespace test
