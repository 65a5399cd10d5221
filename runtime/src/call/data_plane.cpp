#include "call/data_plane.hpp"

#include "call/call_run.hpp"
#include "call/decode.hpp"
#include "call/field_access.hpp"
#include "request/build.hpp"
#include "request/path.hpp"
#include "request/target.hpp"

#include <databricks/error.hpp>
#include <databricks/service.hpp>

namespace databricks::detail {

namespace {

using Object = std::unique_ptr<void, void (*)(void*)>;

Object make_object(TypeFunction type) {
  if (type == nullptr) return {nullptr, [](void*) {}};
  return {type().create(), type().destroy};
}

class DataPlaneCall {
 public:
  DataPlaneCall(Engine& engine, const EndpointTable& endpoint, const void* request, const CallOptions& options);
  void run(void* response);

 private:
  DataPlaneAddresses::Found find_address();
  DataPlaneAddress look_up() const;
  CallOptions lookup_options() const;
  bool may_send_again(const DatabricksError& error, const DataPlaneAddresses::Found& found);
  void send(const DataPlaneAddress& address, void* response) const;
  HttpRequest request_to(const DataPlaneAddress& address) const;
  void sign(HttpRequest& http, const DataPlaneAddress& address) const;

  Engine& engine_;
  const EndpointTable& endpoint_;
  const EndpointTable& lookup_;
  const CallOptions options_;
  const BuiltRequest built_;  // as if it went to the control plane
  Object lookup_request_;
  std::string key_;
};

// One time limit for all that is sent.
CallOptions with_deadline(const CallOptions& given, Clock& clock) {
  CallOptions options = given;
  if (!given.timeout) return options;
  const auto now = clock.now();
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      given.deadline.value_or(Clock::time_point::max()) - std::max(now, Clock::time_point{}));
  if (*given.timeout < left) options.deadline = now + std::max(*given.timeout, std::chrono::milliseconds(0));
  options.timeout.reset();
  return options;
}

// The arguments of the lookup are path parameters of the call.
void copy_path_fields(const EndpointTable& from, const void* request, const EndpointTable& to, void* out) {
  std::string_view rest = to.path;
  while (!rest.empty()) {
    const auto part = next_path_part(rest);
    if (part.kind != PathPart::Kind::field && part.kind != PathPart::Kind::multi_segment_field) continue;
    const auto json = from.request ? json_at(from.request(), request, part.text) : std::string();
    if (!json.empty()) assign(to.request(), out, part.text, json);
  }
}

DataPlaneCall::DataPlaneCall(Engine& engine, const EndpointTable& endpoint, const void* request,
                             const CallOptions& options)
    : engine_(engine),
      endpoint_(endpoint),
      lookup_(*endpoint.data_plane->lookup),
      options_(with_deadline(options, engine.clock())),
      built_(build_request(endpoint, request, engine.config(), engine.level(), options)),
      lookup_request_(make_object(lookup_.request)) {
  if (lookup_request_) copy_path_fields(endpoint, request, lookup_, lookup_request_.get());
  const auto http = build_request(lookup_, lookup_request_.get(), engine.config(), engine.level(), {}).http;
  key_ = http.method + ' ' + http.target + ' ' + std::string(endpoint.data_plane->field);
}

void DataPlaneCall::run(void* response) {
  auto found = find_address();
  try {
    return send(found.address, response);
  } catch (const DatabricksError& error) {
    if (!may_send_again(error, found)) throw;
  }
  found = find_address();
  send(found.address, response);
}

DataPlaneAddresses::Found DataPlaneCall::find_address() {
  return engine_.data_plane_addresses().find(key_, options_, [this] { return look_up(); });
}

DataPlaneAddress DataPlaneCall::look_up() const {
  // Says that a personal access token won't do before anything is sent.
  engine_.authenticate(options_.stop).token(options_.stop);
  const Object answer = make_object(lookup_.response);
  call(engine_, lookup_, lookup_request_.get(), answer.get(), lookup_options());
  const std::string field(endpoint_.data_plane->field);
  DataPlaneAddress found{text_at(lookup_.response(), answer.get(), field + ".endpoint_url"),
                         text_at(lookup_.response(), answer.get(), field + ".authorization_details")};
  if (found.endpoint_url.empty() || found.authorization_details.empty()) {
    throw Error("Resource does not support direct Data Plane access");
  }
  return found;
}

CallOptions DataPlaneCall::lookup_options() const {
  CallOptions options;
  options.deadline = options_.deadline;
  options.stop = options_.stop;
  options.retry = options_.retry;
  options.tag = options_.tag;
  options.user_agent = options_.user_agent;
  return options;
}

// Only what was kept can be out of date. Both answers mean that nothing was done.
bool DataPlaneCall::may_send_again(const DatabricksError& error, const DataPlaneAddresses::Found& found) {
  constexpr int kUnauthorized = 401, kNotFound = 404;
  if (error.status_code() != kUnauthorized && error.status_code() != kNotFound) return false;
  if (engine_.data_plane_addresses().forget(key_, found.version)) {
    engine_.data_plane_tokens().forget({found.address.endpoint_url, found.address.authorization_details});
  }
  return found.kept && (!built_.http.source || built_.http.source->rewind());
}

void DataPlaneCall::send(const DataPlaneAddress& address, void* response) const {
  HttpRequest http = request_to(address);
  const Function<void(HttpRequest&)> signature = [&](HttpRequest& attempt) { sign(attempt, address); };
  CallRun run(engine_,
              {.method = endpoint_.method,
               .path = endpoint_.path,
               .idempotent = endpoint_.idempotent,
               .has_key = built_.has_key,
               .authenticate = &signature},
              options_);
  HttpResponse answer = run.send(http);
  run.finish([&] { decode_response(endpoint_, http, std::move(answer), response); });
}

HttpRequest DataPlaneCall::request_to(const DataPlaneAddress& address) const {
  const auto& host = engine_.config().host;
  CallTarget where;
  try {
    where = parse_target(address.endpoint_url, host);
  } catch (const InvalidArgument&) {
    throw Error("the control plane gave a data-plane address that is no URL");
  }
  // A token must not go where it is less safe than at home.
  if (host.starts_with("https:") && !where.origin.starts_with("https:")) {
    throw Error("the control plane gave a data-plane address that is not https: " + where.origin);
  }
  HttpRequest http = built_.http;
  http.origin = where.origin;
  http.target = where.target;
  const auto query = built_.http.target.find('?');
  if (query != std::string::npos) {
    http.target += where.target.find('?') == std::string::npos ? '?' : '&';
    http.target += built_.http.target.substr(query + 1);
  }
  return http;
}

void DataPlaneCall::sign(HttpRequest& http, const DataPlaneAddress& address) const {
  try {
    const auto token = data_plane_token(engine_, address.endpoint_url, address.authorization_details, options_.stop);
    http.headers.set("Authorization", token.token_type + ' ' + token.access_token);
  } catch (const AuthError&) {
    if (!options_.stop.stop_requested()) throw;
    throw CallCancelled(TransportFault::unreachable, TransportPhase::queue,
                        "the call was cancelled while it waited for a token");
  }
}

}  // namespace

void call_data_plane(Engine& engine, const EndpointTable& endpoint, const void* request, void* response,
                     const CallOptions& options) {
  DataPlaneCall(engine, endpoint, request, options).run(response);
}

}  // namespace databricks::detail
