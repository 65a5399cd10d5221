// Commands on a cluster: an execution context, commands one after the other, and their results.
//
//   auto python = w.command_execution.start(cluster_id, databricks::compute::Language::python);
//   std::cout << python.run("print(1 + 1)").text();
#pragma once

#include <databricks/ext/clusters.hpp>
#include <databricks/ext/command_result.hpp>

#include <string>

namespace databricks::compute {
enum class Language;
}

namespace databricks::ext {

struct CommandOptions {
  std::optional<std::chrono::milliseconds> timeout{};  // of each wait; unset: 20 minutes
  std::stop_token stop{};
  /// Sends the text as it is. Otherwise the indent that all lines share and blank lines go, and tabs become four
  /// blanks, also inside of literals.
  bool verbatim = false;
};

/// An execution context, which ends with this object. One thread at a time.
class DATABRICKS_API CommandContext {
 public:
  /// Creates it and waits until it is there, on a cluster that runs.
  CommandContext(const services::compute::CommandExecution& api, std::string cluster_id, compute::Language language,
                 const CommandOptions& options = {});
  CommandContext(CommandContext&& other) noexcept;
  CommandContext& operator=(CommandContext&& other) noexcept;
  /// Destroys it, as far as that can be done within ten seconds. Throws nothing.
  ~CommandContext();

  const std::string& cluster_id() const { return cluster_id_; }
  /// Empty when it is destroyed or moved from.
  const std::string& id() const { return id_; }

  /// Runs a command of the context's language and waits for its end. A command that failed is a result that says so.
  /// A time limit or stop token ends the wait, not the command. Throws OperationFailed for one that was cancelled,
  /// OperationTimeout, CallCancelled, InvalidArgument for a context that is destroyed, and what a call throws.
  CommandResult run(const std::string& command, const CommandOptions& options = {}) const;

  /// Throws what a call throws. Nothing happens the second time.
  void destroy(const CallOptions& options = {});

 private:
  services::compute::CommandExecution api_;
  std::string cluster_id_;
  compute::Language language_;
  std::string id_{};
};

/// Like all services: callable from any thread, cheap to copy.
struct DATABRICKS_API CommandExecution : services::compute::CommandExecution {
  CommandExecution(const Client& client);

  /// Makes sure that the cluster runs, and creates a context. Throws as Clusters::ensure_cluster_is_running.
  CommandContext start(const std::string& cluster_id, compute::Language language,
                       const CommandOptions& options = {}) const;

  /// One command in a context of its own. A cluster that is neither running nor resizing is not started; the result
  /// then is an error that says so. Throws as CommandContext::run.
  CommandResult run(const std::string& cluster_id, compute::Language language, const std::string& command,
                    const CommandOptions& options = {}) const;

 private:
  Clusters clusters_;
};

}  // namespace databricks::ext
