// Handles as text: what another process needs to go on polling.
#include "call/field_access.hpp"
#include "observe/plain_text.hpp"

#include <databricks/reflect.hpp>
#include <databricks/wait.hpp>

namespace databricks::detail {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kLongestReason = 200;
constexpr std::uint64_t kLongestToken = 1 << 20;

struct ResumeToken {
  optional<std::int64_t> version{};
  std::string poll{};  // `GET /api/2.1/clusters/get`
  RawJson request{};
};
BOOST_DESCRIBE_STRUCT(ResumeToken, (), (version, poll, request))

std::string line_of(const EndpointTable& endpoint) {
  return std::string(endpoint.method).append(" ").append(endpoint.path);
}

[[noreturn]] void refuse(const std::string& reason) {
  throw InvalidArgument("not a resume token of this operation: " + shown_text(printable(reason), kLongestReason));
}

ResumeToken parse(std::string_view text) {
  const auto token = from_json<ResumeToken>(text, {.max_text = kLongestToken});
  if (token.version.value_or(0) != kVersion) refuse("its version is not " + std::to_string(kVersion));
  return token;
}

void read_request(const PollTable& poll, std::string_view text, void* request) {
  const ResumeToken token = parse(text);
  if (token.poll != line_of(*poll.endpoint)) refuse("it polls `" + token.poll + "`");
  read_json(poll.endpoint->request(), request, token.request.text, {.strict = true});
}

// Operations have names, which are tokens as good.
bool is_name(const PollTable& poll, std::string_view text) {
  return poll.bindings.size() == 1 && poll.bindings.front().argument == "name" && !text.starts_with('{');
}

void read_name(const PollTable& poll, std::string_view text, void* request) {
  const std::string name(text);
  assign(poll.endpoint->request(), request, "name", to_json(name));
}

}  // namespace

std::string resume_token(const Pending& pending) {
  ResumeToken token{.version = kVersion, .poll = line_of(*pending.poll->endpoint), .request = "{}"};
  const void* request = poll_request(pending);
  if (request != nullptr) {
    token.request.text.clear();
    write_json(pending.poll->endpoint->request(), request, token.request.text);
  }
  return to_json(token);
}

Pending resume(Engine& engine, const PollTable& poll, std::string_view token) {
  Pending pending{share(engine), &poll, {}, {}};
  if (poll.endpoint->request == nullptr) return pending;
  const Type& type = poll.endpoint->request();
  const std::shared_ptr<void> request(type.create(), type.destroy);
  try {
    is_name(poll, token) ? read_name(poll, token, request.get()) : read_request(poll, token, request.get());
  } catch (const JsonError& error) {
    refuse(error.what());
  }
  for (const auto& binding : poll.bindings) {
    const auto json = json_at(type, request.get(), binding.argument);
    if (json.empty() || json == "\"\"") refuse("it has no `" + std::string(binding.argument) + "`");
  }
  pending.request = request;
  return pending;
}

}  // namespace databricks::detail
