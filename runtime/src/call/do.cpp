// Calls without a declaration.
#include "call/call_run.hpp"
#include "request/common_headers.hpp"
#include "request/form.hpp"
#include "request/query.hpp"
#include "request/target.hpp"

#include <databricks/error.hpp>

#include <algorithm>

namespace databricks {

namespace {

void check_method(std::string_view method) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (method.empty() || !std::all_of(method.begin(), method.end(), capital)) {
    throw InvalidArgument("the method of a call must be capital letters: GET, POST, ...");
  }
}

void check_parts(const RawCall& call) {
  const int bodies = int{call.json.has_value()} + int{!call.form.empty()} + int{call.body.has_value()};
  if (bodies > 1) throw InvalidArgument("a call has one body: json, form and body exclude each other");
  if (call.body && !call.body->has_value()) throw InvalidArgument("the body of the call is a Source without bytes");
  if (!call.bearer_token.empty() && call.authenticate) throw InvalidArgument("only one auth visitor is allowed");
}

void set_body(HttpRequest& request, const RawCall& call) {
  std::string type;
  if (call.json) {
    request.body = *call.json;
    type = "application/json";
  } else if (!call.form.empty()) {
    request.body = detail::form_body(call.form);
    type = "application/x-www-form-urlencoded";
  } else if (call.body) {
    request.source = call.body->shared();
    type = "application/octet-stream";
  } else {
    return;
  }
  request.has_body = true;
  request.headers.set("Content-Type", call.content_type.empty() ? type : call.content_type);
}

HttpRequest build(const Engine& engine, std::string_view method, const detail::CallTarget& target, const RawCall& call,
                  const CallOptions& options) {
  HttpRequest request{.method = std::string(method), .origin = target.origin, .target = target.target};
  for (const auto& [name, value] : call.query) detail::append_query_pair(request.target, name, value);
  if (!call.accept.empty()) request.headers.set("Accept", call.accept);
  set_body(request, call);
  // Custom headers may hold secrets as well, of a gateway for instance.
  if (target.is_ours || call.send_credentials) {
    detail::set_common_headers(request, engine.config(), engine.level(), options);
  } else {
    detail::set_call_headers(request, options);
  }
  return request;
}

// What signs the call in place of the client's credentials; empty: nothing does.
Function<void(HttpRequest&)> own_signature(const RawCall& call) {
  if (call.bearer_token.empty()) return call.authenticate;
  const auto sign = [value = "Bearer " + call.bearer_token](HttpRequest& request) {
    request.headers.set("Authorization", value);
  };
  HttpRequest trial;
  sign(trial);  // a token with line breaks is refused before anything is sent
  return sign;
}

}  // namespace

HttpResponse Client::do_(std::string_view method, std::string_view target, const RawCall& call,
                         const CallOptions& options) const {
  check_method(method);
  check_parts(call);
  if (config().host.empty()) engine_->authenticate(options.stop);  // which may find it out
  const auto where = detail::parse_target(target, config().host);
  HttpRequest request = build(*engine_, method, where, call, options);
  const auto sign = own_signature(call);
  detail::CallRun run(*engine_,
                      {.method = method,
                       .path = std::string_view(where.target).substr(0, where.target.find('?')),
                       .idempotent = call.idempotent,
                       .visit = call.visit ? &call.visit : nullptr,
                       .authenticate = sign ? &sign : nullptr,
                       .sign = where.is_ours || call.send_credentials},
                      options);
  HttpResponse response = run.send(request);
  run.finish([] {});
  return response;
}

}  // namespace databricks
