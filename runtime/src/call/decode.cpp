#include "call/decode.hpp"

#include "errors/parse.hpp"
#include "json/writer.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>

#include <algorithm>

namespace databricks::detail {

namespace {

const Field* bytes_field(const Type& type) {
  if (type.kind != Kind::object) return nullptr;
  for (const Field& field : type.object->fields) {
    if (field.type().kind == Kind::bytes) return &field;
  }
  return nullptr;
}

bool is_blank(std::string_view body) { return body.find_first_not_of(" \t\r\n") == body.npos; }

void read_body(const Type& type, std::string_view body, void* response) {
  if (is_blank(body) || body == "null") return;
  if (body[body.find_first_not_of(" \t\r\n")] == '<') {
    throw JsonError("$", "received HTML instead of JSON; is the host right?");
  }
  read_json(type, response, body);
}

void read_headers(const EndpointTable& endpoint, const Headers& headers, void* response) {
  const Type& type = endpoint.response();
  for (const auto name : endpoint.response_headers) {
    const std::string* value = headers.find(name);
    const Field* field = find_field(type, name);
    if (value == nullptr || value->empty() || field == nullptr) continue;
    // Numbers may stand in text, so one form serves all kinds of fields.
    std::string json;
    append_text(json, *value);
    try {
      read_json(field->type(), member_of(type, *field, response), json);
    } catch (const JsonError& error) {
      throw JsonError("header " + std::string(name), error.what());
    }
  }
}

}  // namespace

void decode_response(const EndpointTable& endpoint, HttpResponse&& http, void* response) {
  if (http.status >= 400) throw_service_error({}, parse_service_error({}, http, {}));
  if (http.status >= 300) {
    throw TransportError(TransportFault::permanent, TransportPhase::receive,
                         "unexpected redirect, status " + std::to_string(http.status));
  }
  if (endpoint.response == nullptr || response == nullptr) return;
  const Type& type = endpoint.response();
  if (const Field* field = bytes_field(type)) {
    static_cast<Bytes*>(member_of(type, *field, response))->data = std::move(http.body);
  } else {
    read_body(type, http.body, response);
  }
  read_headers(endpoint, http.headers, response);
}

}  // namespace databricks::detail
