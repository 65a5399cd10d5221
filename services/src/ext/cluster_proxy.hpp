// Calls of dbutils on a cluster: as commands in one Python context.
#pragma once

#include <databricks/client.hpp>
#include <databricks/ext/command_execution.hpp>
#include <databricks/value.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace databricks::ext::dbutils {

/// Callable from any thread; calls wait for each other.
class ClusterProxy {
 public:
  explicit ClusterProxy(const Client& client) : client_(client) {}

  /// See Dbutils::call.
  RawJson call(std::string_view utility, std::string_view method, const RawJson& arguments, const RawJson& named);

 private:
  std::string require_cluster() const;

  Client client_;
  std::mutex mutex_;
  std::optional<CommandContext> context_{};  // on a cluster that ran when it was made
};

/// The program that makes such a call, with its arguments as base64 of JSON, so that no character of them can end a
/// literal. Throws as Dbutils::call does.
std::string call_program(std::string_view utility, std::string_view method, const RawJson& arguments,
                         const RawJson& named);

}  // namespace databricks::ext::dbutils
