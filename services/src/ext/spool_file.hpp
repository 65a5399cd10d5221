// A file of our own on this machine, for what must be complete before it can go on.
#pragma once

#include <string>

namespace databricks::ext {

/// A path in a new directory that nobody else may read; both go with the object. Throws std::system_error.
class SpoolFile {
 public:
  SpoolFile();
  ~SpoolFile();
  SpoolFile(const SpoolFile&) = delete;
  SpoolFile& operator=(const SpoolFile&) = delete;

  /// Nothing is there yet.
  const std::string& path() const { return path_; }

 private:
  std::string directory_;
  std::string path_;
};

}  // namespace databricks::ext
