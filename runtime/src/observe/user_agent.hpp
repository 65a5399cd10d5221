// The User-Agent header.
#pragma once

#include <databricks/config.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace databricks::detail {

/// Of one client. Callable from any thread.
class UserAgent {
 public:
  /// Reads the environment. Throws InvalidArgument for a product or an extra that the header can't hold.
  explicit UserAgent(const Config& config);

  /// `unknown/0.0.0 databricks-sdk-cpp/0.1.0 cpp/20 os/linux auth/pat sdk-feature/pagination`. `segments` belong to
  /// one call: `key/value`, separated by blanks; may be empty.
  std::string text(std::string_view auth_type, std::string_view segments = {});

 private:
  void assemble(std::string_view auth_type);

  std::string product_;  // `name/version`; empty: the process's
  std::vector<std::pair<std::string, std::string>> extra_;
  std::string upstream_;      // segments, each with a blank before it
  std::string surroundings_;  // the same

  std::mutex mutex_;
  std::string beginning_;  // up to where the segments of a call come, for these two:
  std::string auth_type_;
  std::uint64_t revision_ = 0;  // of what belongs to the process
};

}  // namespace databricks::detail
