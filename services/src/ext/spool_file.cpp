#include "spool_file.hpp"

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace databricks::ext {

SpoolFile::SpoolFile() : directory_(std::filesystem::temp_directory_path() / "databricks-XXXXXX") {
  if (::mkdtemp(directory_.data()) == nullptr) throw std::system_error(errno, std::generic_category(), directory_);
  path_ = directory_ + "/file";
}

SpoolFile::~SpoolFile() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

}  // namespace databricks::ext
