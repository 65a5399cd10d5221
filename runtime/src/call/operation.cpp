// Long-running operations (AIP-151): how they are read, and what is known of one.
#include "call/field_access.hpp"
#include "call/poll_loop.hpp"

#include <mutex>

namespace databricks::detail {

class OperationState {
 public:
  OperationState(Pending pending, const LongRunningTable& rule, std::shared_ptr<const void> last)
      : pending_(std::move(pending)), rule_(rule), last_(std::move(last)) {}

  const Pending& pending() const { return pending_; }
  const LongRunningTable& rule() const { return rule_; }
  std::shared_ptr<const void> last() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }
  void keep(std::shared_ptr<const void> seen) {
    const std::lock_guard lock(mutex_);
    last_.swap(seen);
  }

 private:
  const Pending pending_;
  const LongRunningTable& rule_;
  mutable std::mutex mutex_;
  std::shared_ptr<const void> last_;
};

namespace {

using Outcome = Verdict::Outcome;

// The code of Databricks' errors, or of google.rpc.Status.
Verdict failure_of(const Type& type, const void* operation) {
  Verdict verdict{.outcome = Outcome::failed,
                  .state = text_at(type, operation, "error.error_code"),
                  .message = text_at(type, operation, "error.message")};
  if (verdict.state.empty()) verdict.state = text_at(type, operation, "error.code");
  if (verdict.message.empty()) verdict.message = "unknown error";
  verdict.failure = "operation failed: " + (verdict.state.empty() ? "" : "[" + verdict.state + "] ");
  return verdict;
}

Verdict verdict_of(const LongRunningTable& rule, const void* operation) {
  const Type& type = rule.poll.endpoint->response();
  if (text_at(type, operation, "done") != "true") return {.message = "the operation is not done"};
  if (locate(type, operation, "error").object != nullptr) return failure_of(type, operation);
  return {.outcome = Outcome::done, .message = "the operation is done"};
}

Judge judge_of(const LongRunningTable& rule) {
  return {[&rule](const void* operation) { return verdict_of(rule, operation); }, "", no_timeout};
}

}  // namespace

std::shared_ptr<void> wait(const Pending& pending, const LongRunningTable& rule, const PollOptions& options) {
  return poll_until_done(pending, judge_of(rule), options);
}

std::shared_ptr<OperationState> start(Engine& engine, const EndpointTable& endpoint, const void* request,
                                      const CallOptions& options) {
  const LongRunningTable& rule = *endpoint.long_running;
  const Type& type = endpoint.response();
  const std::shared_ptr<void> answer(type.create(), type.destroy);
  call(engine, endpoint, request, answer.get(), options);
  return std::make_shared<OperationState>(bind(engine, rule.poll, endpoint, request, answer.get()), rule, answer);
}

std::shared_ptr<OperationState> resume(Engine& engine, const LongRunningTable& rule, std::string_view token) {
  return std::make_shared<OperationState>(resume(engine, rule.poll, token), rule, nullptr);
}

const Pending& pending(const OperationState& state) { return state.pending(); }

std::shared_ptr<const void> last_seen(const OperationState& state) { return state.last(); }

std::string name(const OperationState& state) {
  const PollTable& poll = state.rule().poll;
  return text_at(poll.endpoint->request(), poll_request(state.pending()), poll.bindings.front().argument);
}

bool ask(OperationState& state, const CallOptions& options) {
  const Look seen = look(state.pending(), judge_of(state.rule()), options);
  state.keep(seen.object);
  return seen.verdict.outcome != Outcome::goes_on;
}

void cancel(const OperationState& state, const CallOptions& options) {
  const EndpointTable& cancel = *state.rule().cancel;
  const PollTable& poll = state.rule().poll;
  const void* poll_arguments = poll_request(state.pending());
  const std::shared_ptr<void> request(cancel.request().create(), cancel.request().destroy);
  for (const auto& binding : poll.bindings) {
    assign(cancel.request(), request.get(), binding.argument,
           json_at(poll.endpoint->request(), poll_arguments, binding.argument));
  }
  std::shared_ptr<void> answer;
  if (cancel.response != nullptr) answer.reset(cancel.response().create(), cancel.response().destroy);
  call(*state.pending().engine, cancel, request.get(), answer.get(), options);
}

std::shared_ptr<const void> wait(OperationState& state, PollOptions options) {
  options.on_progress = [&state, told = options.on_progress](const std::shared_ptr<const void>& operation) {
    state.keep(operation);
    if (told) told(operation);
  };
  return wait(state.pending(), state.rule(), options);
}

std::string operation_part(const LongRunningTable& rule, const void* operation, std::string_view field) {
  return json_at(rule.poll.endpoint->response(), operation, field);
}

}  // namespace databricks::detail
