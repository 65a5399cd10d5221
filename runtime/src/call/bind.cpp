// From what was started to the request of its poll.
#include "call/field_access.hpp"

#include <databricks/wait.hpp>

namespace databricks::detail {

namespace {

std::shared_ptr<void> new_object(TypeFunction type) {
  return type ? std::shared_ptr<void>(type().create(), type().destroy) : nullptr;
}

// A copy by way of its JSON, as tables can't copy.
LastSeen last_seen(TypeFunction type, const void* object) {
  if (type == nullptr) return {};
  std::string json;
  write_json(type(), object, json);
  const auto copy = new_object(type);
  read_json(type(), copy.get(), json);
  return {.object = copy, .type = &type()};
}

// Throws when the source has no value for it.
void bind_one(const Binding& binding, const EndpointTable& started, const void* request, const void* response,
              const PollTable& poll, void* poll_request) {
  const auto source = binding.from_response ? started.response : started.request;
  const auto json =
      source ? json_at(source(), binding.from_response ? response : request, binding.field) : std::string();
  if (json.empty() || json == "\"\"") {
    throw WaitError("can't wait: the " + std::string(binding.from_response ? "answer" : "request") + " has no `" +
                        std::string(binding.field) + "`",
                    last_seen(started.response, response));
  }
  assign(poll.endpoint->request(), poll_request, binding.argument, json);
}

}  // namespace

Pending bind(Engine& engine, const PollTable& poll, const EndpointTable& started, const void* request,
             const void* response) {
  Pending pending{share(engine), &poll, {}, {}};
  const auto poll_request = new_object(poll.endpoint->request);
  try {
    for (const auto& binding : poll.bindings) {
      bind_one(binding, started, request, response, poll, poll_request.get());
    }
  } catch (const Error&) {
    pending.problem = std::current_exception();
  }
  pending.request = poll_request;
  return pending;
}

const void* poll_request(const Pending& pending) {
  if (pending.problem) std::rethrow_exception(pending.problem);
  return pending.request.get();
}

}  // namespace databricks::detail
