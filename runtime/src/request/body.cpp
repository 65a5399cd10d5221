#include "request/body.hpp"

#include "json/text.hpp"
#include "json/writer.hpp"
#include "request/place.hpp"

#include <databricks/error.hpp>

namespace databricks::detail {

namespace {

bool is_sent(const Type& type, const void* value) { return presence_of(type, value) != Presence::unset; }

void append_member(std::string& body, std::string_view name, const Type& type, const void* value) {
  if (body.size() > 1) body += ',';
  append_text(body, name);
  body += ':';
  append_value(body, type, value, {});
}

std::string object_body(const EndpointTable& endpoint, const void* request, const IdempotencyField& key) {
  const Type& type = endpoint.request();
  std::string body;
  if (type.kind != Kind::object) {
    append_value(body, type, request, {});
    return body;
  }
  body = '{';
  for (const Field& field : type.object->fields) {
    if (!place_of(endpoint, field.name).body) continue;
    const Type& field_type = field.type();
    const void* value = member_of(type, field, request);
    if (!key.generated.empty() && field.name == key.name) {
      append_member(body, field.name, type_of<std::string>(), &key.generated);
    } else if (is_sent(field_type, value)) {
      append_member(body, field.name, field_type, value);
    }
  }
  body += '}';
  return body;
}

void set_field_body(HttpRequest& out, const EndpointTable& endpoint, const void* request) {
  const Type& type = endpoint.request();
  const Field* field = find_field(type, endpoint.body_field);
  if (field == nullptr) throw InvalidArgument("the request has no field `" + std::string(endpoint.body_field) + "`");
  const Type* value_type = &field->type();
  const void* value = member_of(type, *field, request);
  if (value_type->kind == Kind::source) {
    out.source = static_cast<const Source*>(value)->shared();
    return;
  }
  // A body field that is unset is an empty object: the service says what it misses.
  value = value_of(value_type, value);
  if (value != nullptr && is_sent(*value_type, value)) {
    append_value(out.body, *value_type, value, {});
  } else {
    out.body = "{}";
  }
}

}  // namespace

void set_body(HttpRequest& out, const EndpointTable& endpoint, const void* request, const IdempotencyField& key) {
  if (!sends_body(endpoint)) return;
  out.has_body = true;
  out.headers.set("Content-Type", std::string(endpoint.content_type));
  switch (endpoint.body) {
    case BodyRule::field:
      return set_field_body(out, endpoint, request);
    case BodyRule::automatic:
      out.body = object_body(endpoint, request, key);
      return;
    default:
      out.body = "{}";
  }
}

}  // namespace databricks::detail
