// Contexts and commands.
#include "command_text.hpp"

#include <databricks/ext/command_execution.hpp>
#include <databricks/models/compute.hpp>

namespace databricks::ext {

namespace {

using compute::State;

constexpr std::chrono::seconds kLastCall{10};  // of a destructor

CallOptions stoppable(const std::stop_token& stop) {
  CallOptions options;
  options.stop = stop;
  return options;
}

template <class T>
WaitOptions<T> wait_options(const CommandOptions& options) {
  return {options.timeout, {}, options.stop};
}

CommandResult failure(std::string summary) {
  return CommandResult(compute::Results{.result_type = compute::ResultType::error, .summary = std::move(summary)});
}

}  // namespace

CommandContext::CommandContext(const services::compute::CommandExecution& api, std::string cluster_id,
                               compute::Language language, const CommandOptions& options)
    : api_(api), cluster_id_(std::move(cluster_id)), language_(language) {
  const auto created = api_.create({cluster_id_, language_}, stoppable(options.stop));
  id_ = created.id.value_or("");
  try {
    created.result(wait_options<compute::ContextStatusResponse>(options));
  } catch (...) {
    // There is no destructor to do it.
    if (!id_.empty()) api_.destroy.try_call({cluster_id_, id_}, {.timeout = kLastCall});
    throw;
  }
}

CommandContext::CommandContext(CommandContext&& other) noexcept
    : api_(other.api_),
      cluster_id_(std::move(other.cluster_id_)),
      language_(other.language_),
      id_(std::exchange(other.id_, {})) {}

CommandContext& CommandContext::operator=(CommandContext&& other) noexcept {
  std::swap(api_, other.api_);
  std::swap(cluster_id_, other.cluster_id_);
  std::swap(language_, other.language_);
  std::swap(id_, other.id_);
  return *this;
}

CommandContext::~CommandContext() {
  try {
    destroy({.timeout = kLastCall});
  } catch (...) {
    // It ends with the cluster.
  }
}

CommandResult CommandContext::run(const std::string& command, const CommandOptions& options) const {
  if (id_.empty()) throw InvalidArgument("the execution context is destroyed");
  const auto text = options.verbatim ? command : trimmed_command(command);
  const auto status = api_.execute({cluster_id_, text, id_, language_}, stoppable(options.stop))
                          .result(wait_options<compute::CommandStatusResponse>(options));
  if (!status.results.has_value()) return failure("Command has no results");
  return CommandResult(*status.results);
}

void CommandContext::destroy(const CallOptions& options) {
  if (id_.empty()) return;
  api_.destroy({cluster_id_, id_}, options);
  id_.clear();
}

CommandExecution::CommandExecution(const Client& client)
    : services::compute::CommandExecution{client}, clusters_(client) {}

CommandContext CommandExecution::start(const std::string& cluster_id, compute::Language language,
                                       const CommandOptions& options) const {
  clusters_.ensure_cluster_is_running(cluster_id, wait_options<compute::ClusterDetails>(options));
  return {*this, cluster_id, language, options};
}

CommandResult CommandExecution::run(const std::string& cluster_id, compute::Language language,
                                    const std::string& command, const CommandOptions& options) const {
  const auto cluster = clusters_.get({cluster_id}, stoppable(options.stop));
  if (!(cluster.state == State::RUNNING || cluster.state == State::RESIZING)) {
    return failure("Cluster " + cluster_id + " has to be running or resizing, but is " +
                   std::string(cluster.state.has_value() ? cluster.state.text() : "in no state"));
  }
  return CommandContext(*this, cluster_id, language, options).run(command, options);
}

}  // namespace databricks::ext
