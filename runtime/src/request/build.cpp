#include "request/build.hpp"

#include "json/text.hpp"
#include "request/body.hpp"
#include "request/common_headers.hpp"
#include "request/idempotency.hpp"
#include "request/path.hpp"
#include "request/place.hpp"
#include "request/query.hpp"

#include <databricks/error.hpp>

namespace databricks::detail {

namespace {

std::string text_of(const Type& type, const void* object) {
  const Type* value_type = &type;
  const void* value = value_of(value_type, object);
  return value && presence_of(*value_type, value) == Presence::set ? scalar_text(*value_type, value) : std::string();
}

void append_cookie(std::string& cookies, std::string_view name, std::string_view value) {
  if (value.find_first_of("; ,\"\\") != value.npos) {
    throw InvalidArgument("cookie `" + std::string(name) + "` has a character that no cookie may have");
  }
  if (!cookies.empty()) cookies += "; ";
  cookies.append(name).append("=").append(value);
}

void set_fields(HttpRequest& out, const EndpointTable& endpoint, const void* request, const IdempotencyField& key) {
  const Type& type = endpoint.request();
  if (type.kind != Kind::object) return;
  std::string cookies;
  for (const Field& field : type.object->fields) {
    const auto place = place_of(endpoint, field.name);
    const void* value = member_of(type, field, request);
    if (place.query && !key.generated.empty() && field.name == key.name) {
      append_query_pair(out.target, field.name, key.generated);
    } else if (place.query) {
      append_query(out.target, field.name, field.type(), value);
    } else if (place.header || place.cookie) {
      const auto text = text_of(field.type(), value);
      if (text.empty()) continue;
      if (place.header) out.headers.set(field.name, text);
      if (place.cookie) append_cookie(cookies, field.name, text);
    }
  }
  if (!cookies.empty()) out.headers.set("Cookie", cookies);
}

}  // namespace

BuiltRequest build_request(const EndpointTable& endpoint, const void* request, const Config& config, ClientLevel level,
                           const CallOptions& options) {
  HttpRequest out;
  out.method = endpoint.method;
  out.origin = config.host;
  out.target = expand_path(endpoint, request, config);
  if (!endpoint.accept.empty()) out.headers.set("Accept", std::string(endpoint.accept));
  const auto key = idempotency_field(endpoint, request, options.fill_idempotency_token);
  if (endpoint.request != nullptr) set_fields(out, endpoint, request, key);
  set_body(out, endpoint, request, key);
  // Custom headers may hold secrets of the client's own host.
  if (endpoint.data_plane != nullptr) {
    set_call_headers(out, options);
  } else {
    set_common_headers(out, config, level, options);
  }
  return {.http = std::move(out), .has_key = !key.name.empty()};
}

}  // namespace databricks::detail
