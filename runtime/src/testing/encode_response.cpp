// The typed answer -> an HTTP response, the reverse of src/call/decode.cpp.
#include <databricks/json.hpp>
#include <databricks/testing/api_server.hpp>

#include <algorithm>

namespace databricks::testing::detail {

namespace {

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string text_of(const Type& type, const void* value) {
  std::string json;
  write_json(type, value, json);
  return json.starts_with('"') ? from_json<std::string>(json) : json;
}

void append_member(std::string& body, const Field& field, const void* value) {
  if (body.size() > 1) body += ',';
  body += to_json(std::string(field.name)) + ':';
  write_json(field.type(), value, body);
}

// Takes the members apart: headers, the bytes of a body, or JSON.
void encode_members(HttpResponse& http, const EndpointTable& endpoint, const void* response) {
  const Type& type = endpoint.response();
  std::string json = "{";
  bool is_binary = false;
  for (const Field& field : type.object->fields) {
    const Type& field_type = field.type();
    const void* value = member_of(type, field, response);
    const auto presence = presence_of(field_type, value);
    if (contains(endpoint.response_headers, field.name)) {
      if (presence == Presence::set) http.headers.set(field.name, text_of(field_type, value));
    } else if (field_type.kind == Kind::bytes) {
      is_binary = true;
      http.body = static_cast<const Bytes*>(value)->data;
    } else if (presence != Presence::unset) {
      append_member(json, field, value);
    }
  }
  if (!is_binary && endpoint.method != "HEAD") http.body = json + '}';
}

}  // namespace

HttpResponse encode_response(const EndpointTable& endpoint, const void* response) {
  HttpResponse http;
  http.status = 200;
  if (!endpoint.accept.empty()) http.headers.set("Content-Type", std::string(endpoint.accept));
  if (endpoint.response == nullptr || response == nullptr) {
    if (!endpoint.accept.empty()) http.body = "{}";
  } else if (endpoint.response().kind == Kind::object) {
    encode_members(http, endpoint, response);
  } else {
    write_json(endpoint.response(), response, http.body);
  }
  return http;
}

}  // namespace databricks::testing::detail
