// Polling: for a state, and for the end of a long-running operation.
#include "call/field_access.hpp"
#include "call/poll.hpp"

#include <databricks/wait.hpp>

#include <algorithm>

namespace databricks::detail {

namespace {

bool contains(std::span<const std::string_view> states, std::string_view state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

std::string joined(std::span<const std::string_view> states) {
  std::string text;
  for (const auto state : states) text.append(text.empty() ? "" : " or ").append(state);
  return text;
}

}  // namespace

void bind(std::span<const Binding> bindings, const EndpointTable& started, const void* request, const void* response,
          const EndpointTable& poll, void* poll_request) {
  for (const auto& binding : bindings) {
    const auto source = binding.from_response ? started.response : started.request;
    const auto json =
        source ? json_at(source(), binding.from_response ? response : request, binding.field) : std::string();
    if (json.empty()) {
      throw Error("can't wait: the " + std::string(binding.from_response ? "answer" : "request") + " has no `" +
                  std::string(binding.field) + "`");
    }
    assign(poll.request(), poll_request, binding.argument, json);
  }
}

void wait(Engine& engine, const WaitTable& rule, const void* request, void* response, const PollOptions& options) {
  const Type& type = rule.poll->response();
  const auto timeout = options.timeout.value_or(std::chrono::minutes(rule.timeout_minutes));
  LastSeen last;
  poll_until(engine, {timeout, options.stop}, last, [&] {
    clear_fields(type, response);
    CallOptions call_options;
    call_options.stop = options.stop;
    call(engine, *rule.poll, request, response, call_options);
    last.state = text_at(type, response, rule.state);
    last.message = text_at(type, response, rule.message);
    if (rule.message.empty()) last.message = "current status: " + last.state;
    if (options.on_progress) options.on_progress();
    if (contains(rule.failure, last.state)) {
      throw OperationFailed(last.state,
                            "failed to reach " + joined(rule.success) + ", got " + last.state + ": " + last.message);
    }
    return contains(rule.success, last.state);
  });
}

void wait(Engine& engine, const LongRunningTable& rule, const void* request, void* response,
          const PollOptions& options) {
  const Type& type = rule.poll->response();
  LastSeen last;
  poll_until(engine, {options.timeout, options.stop}, last, [&] {
    clear_fields(type, response);
    CallOptions call_options;
    call_options.stop = options.stop;
    call(engine, *rule.poll, request, response, call_options);
    if (options.on_progress) options.on_progress();
    if (text_at(type, response, "done") != "true") return false;
    if (locate(type, response, "error").object != nullptr) {
      const auto code = text_at(type, response, "error.error_code");
      const auto message = text_at(type, response, "error.message");
      throw OperationFailed(code, "operation failed: " + (code.empty() ? "" : "[" + code + "] ") +
                                      (message.empty() ? "unknown error" : message));
    }
    return true;
  });
}

std::string operation_part(const LongRunningTable& rule, const void* operation, std::string_view field) {
  return json_at(rule.poll->response(), operation, field);
}

}  // namespace databricks::detail
