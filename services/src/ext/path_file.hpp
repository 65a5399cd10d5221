// The state of an open file.
#pragma once

#include "write_buffer.hpp"

#include <databricks/ext/path_file.hpp>

#include <istream>
#include <ostream>

namespace databricks::ext {

/// One of the two directions is open.
struct PathFile::State {
  std::unique_ptr<std::streambuf> reader{};
  std::unique_ptr<WriteBuffer> writer{};
  std::uint64_t size = 0;
  std::istream in{nullptr};
  std::ostream out{nullptr};
  int exceptions_before = 0;  // that were under way when it was opened
};

}  // namespace databricks::ext
