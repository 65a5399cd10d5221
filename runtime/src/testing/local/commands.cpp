#include "testing/local/areas.hpp"
#include "testing/local/moments.hpp"
#include "testing/local/refuse.hpp"

#include <databricks/json.hpp>
#include <databricks/models/compute.hpp>
#include <databricks/services/compute.hpp>

#include <map>
#include <mutex>

namespace databricks::testing::local {

namespace {

using compute::CommandStatus;
using compute::ContextStatus;
using compute::ResultType;
using Api = services::compute::CommandExecution;

struct Context {
  std::string cluster_id{};
  compute::Language language{};
  Moment since = now();
};
struct Command {
  std::string context_id{};
  compute::Results results{};
  Moment since = now();
  bool is_cancelled = false;
};

// What is between the first and the last quotation mark; empty: there are none.
std::string quoted(const std::string& text) {
  const auto first = text.find_first_of("'\"");
  const auto last = text.find_last_of("'\"");
  return first < last && last != text.npos ? text.substr(first + 1, last - first - 1) : std::string();
}

// There is no interpreter here: `print("text")` and `raise Error("text")` do what they say, SELECT has one row with its
// own text, and everything else has no output.
compute::Results results_of(const std::string& command) {
  if (command.starts_with("print("))
    return {.data = RawJson(to_json(quoted(command))), .result_type = ResultType::text};
  if (command.starts_with("raise ")) {
    return {.cause = "Traceback (most recent call last)\n" + command,
            .result_type = ResultType::error,
            .summary = "<span class=\"ansi-red-fg\">Exception</span>: " + quoted(command)};
  }
  if (command.starts_with("SELECT ")) {
    return {.data = RawJson("[[" + to_json(command) + "]]"),
            .result_type = ResultType::table,
            .schema = {map<RawJson>{{"name", RawJson("\"statement\"")}, {"type", RawJson("\"string\"")}}}};
  }
  return {.data = RawJson("\"\""), .result_type = ResultType::text};
}

class Contexts {
 public:
  Contexts(Step step, ClusterState cluster_state) : step_(step), cluster_state_(std::move(cluster_state)) {}

  compute::Created create(const compute::CreateContext& request) {
    const auto& id = required(request.cluster_id, "clusterId");
    if (cluster_state_(id) != compute::State::RUNNING) refuse("INVALID_STATE", "Cluster " + id + " is not running");
    const std::lock_guard lock(mutex_);
    const auto context = "context-" + std::to_string(++last_number_);
    contexts_[context] = {id, request.language.value_or(compute::Language::python)};
    return {.id = context};
  }

  compute::ContextStatusResponse status(const compute::ContextStatusRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto& context = find(request.context_id);
    const bool is_there = steps_since(context.since, step_) >= 1;
    return {.id = request.context_id, .status = is_there ? ContextStatus::Running : ContextStatus::Pending};
  }

  void destroy(const compute::DestroyContext& request) {
    const std::lock_guard lock(mutex_);
    find(request.context_id);
    contexts_.erase(*request.context_id);
  }

  compute::Created execute(const compute::Command& request) {
    const std::lock_guard lock(mutex_);
    find(request.context_id);
    const auto id = "command-" + std::to_string(++last_number_);
    commands_[id] = {*request.context_id, results_of(required(request.command, "command"))};
    return {.id = id};
  }

  compute::CommandStatusResponse command_status(const compute::CommandStatusRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto& command = find_command(request.command_id);
    if (command.is_cancelled) return {.id = request.command_id, .status = CommandStatus::Cancelled};
    if (steps_since(command.since, step_) < 1) return {.id = request.command_id, .status = CommandStatus::Running};
    return {.id = request.command_id, .results = command.results, .status = CommandStatus::Finished};
  }

  void cancel(const compute::CancelCommand& request) {
    const std::lock_guard lock(mutex_);
    auto& command = find_command(request.command_id);
    command.is_cancelled = steps_since(command.since, step_) < 1;
  }

 private:
  Context& find(const optional<std::string>& id) {
    const auto found = contexts_.find(required(id, "contextId"));
    if (found == contexts_.end()) refuse_missing("Execution context " + *id + " does not exist");
    return found->second;
  }
  Command& find_command(const optional<std::string>& id) {
    const auto found = commands_.find(required(id, "commandId"));
    if (found == commands_.end()) refuse_missing("Command " + *id + " does not exist");
    return found->second;
  }

  const Step step_;
  const ClusterState cluster_state_;
  std::mutex mutex_;
  std::map<std::string, Context> contexts_;
  std::map<std::string, Command> commands_;
  int last_number_ = 0;
};

}  // namespace

void serve_commands(ApiServer& server, Step step, const ClusterState& cluster_state) {
  const auto state = std::make_shared<Contexts>(step, cluster_state);
  server.on<&Api::create>([=](const auto& request) { return state->create(request); })
      .on<&Api::context_status>([=](const auto& request) { return state->status(request); })
      .on<&Api::destroy>([=](const auto& request) { state->destroy(request); })
      .on<&Api::execute>([=](const auto& request) { return state->execute(request); })
      .on<&Api::command_status>([=](const auto& request) { return state->command_status(request); })
      .on<&Api::cancel>([=](const auto& request) { state->cancel(request); });
}

}  // namespace databricks::testing::local
