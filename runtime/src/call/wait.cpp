// Waits for states: how an answer is read by the rule of its operation.
#include "call/field_access.hpp"
#include "call/poll_loop.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

using Outcome = Verdict::Outcome;

bool contains(std::span<const std::string_view> states, std::string_view state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

std::string joined(std::span<const std::string_view> states) {
  std::string text;
  for (const auto state : states) text.append(text.empty() ? "" : " or ").append(state);
  return text;
}

// A state that is in neither list, or not there at all, means that it goes on.
Verdict verdict_of(const WaitTable& rule, const void* answer) {
  const Type& type = rule.poll.endpoint->response();
  Verdict verdict{.state = text_at(type, answer, rule.state), .message = text_at(type, answer, rule.message)};
  if (rule.message.empty()) verdict.message = "current status: " + verdict.state;
  if (contains(rule.success, verdict.state)) verdict.outcome = Outcome::done;
  if (contains(rule.failure, verdict.state)) {
    verdict.outcome = Outcome::failed;
    verdict.failure = "failed to reach " + joined(rule.success) + ", got " + verdict.state + ": ";
  }
  return verdict;
}

Judge judge_of(const WaitTable& rule) {
  return {[&rule](const void* answer) { return verdict_of(rule, answer); }, joined(rule.success),
          std::chrono::minutes(rule.timeout_minutes)};
}

}  // namespace

std::shared_ptr<void> wait(const Pending& pending, const WaitTable& rule, const PollOptions& options) {
  return poll_until_done(pending, judge_of(rule), options);
}

PolledObject poll(const Pending& pending, const WaitTable& rule, const CallOptions& options) {
  const Judge judge = judge_of(rule);
  const Look seen = look(pending, judge, options);
  throw_if_failed(pending, judge, seen);
  return {seen.object, seen.verdict.outcome == Outcome::done};
}

}  // namespace databricks::detail
