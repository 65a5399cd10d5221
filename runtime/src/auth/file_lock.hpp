// One process at a time.
#pragma once

#include "http/socket.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace databricks::detail {

/// Holds a lock until it goes; processes that end lose theirs.
class FileLock {
 public:
  /// Waits for a lock on this file of a folder, which is made if it is not there. Nothing: it can't be had, within
  /// `limit` or at all, or a stop is requested.
  static std::optional<FileLock> take(int folder, const std::string& name, std::chrono::milliseconds limit,
                                      const std::stop_token& stop);

 private:
  explicit FileLock(Socket file) : file_(std::move(file)) {}
  Socket file_;  // closing it unlocks it
};

}  // namespace databricks::detail
