// An HTTP request -> the typed request, the reverse of src/request.
#include "request/place.hpp"
#include "testing/arguments.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>
#include <databricks/testing/api_server.hpp>

namespace databricks::testing::detail {

namespace {

// Everything but booleans may stand in quotes, so text needs no knowledge of kinds.
void store_text(const Type& type, void* object, const std::string& text) {
  const bool boolean = without_optional(type).kind == Kind::boolean;
  if (boolean && text != "true" && text != "false") throw InvalidArgument("must be true or false");
  try {
    read_json(type, object, boolean ? text : to_json(text));
  } catch (const JsonError& error) {
    throw InvalidArgument(error.what());
  }
}

// Runs `store` and puts the parameter's name before what it throws.
template <class Store>
void store_named(std::string_view place, std::string_view name, Store store) {
  try {
    store();
  } catch (const InvalidArgument& error) {
    throw InvalidArgument(std::string(place) + " `" + std::string(name) + "`: " + error.what());
  }
}

void store_query(const Type& type, void* object, std::string_view rest, const std::string& text);

// `rest` is what follows the name of an object or map in a dotted key.
void store_member(const Type& type, void* object, std::string_view rest, const std::string& text) {
  if (type.kind == Kind::map) {
    store_query(type.element(), type.map->insert(object, std::string(rest)), {}, text);
    return;
  }
  const auto name = rest.substr(0, rest.find('.'));
  // Unknown parameters are ignored, as services do.
  const Field* field = find_field(type, name);
  if (field == nullptr) return;
  store_query(field->type(), member_of(type, *field, object), rest.substr(std::min(rest.size(), name.size() + 1)),
              text);
}

// Stores one pair; `rest` is empty when the key ended here. A list takes one element per pair.
void store_query(const Type& type, void* object, std::string_view rest, const std::string& text) {
  switch (type.kind) {
    case Kind::nullable:
      return store_query(type.element(), type.nullable->emplace(object), rest, text);
    case Kind::list:
      return store_text(type.element(), type.list->append(object), text);
    case Kind::object:
    case Kind::map:
      if (!rest.empty()) store_member(type, object, rest, text);
      return;
    default:
      return store_text(type, object, text);
  }
}

void decode_query(const EndpointTable& endpoint, const std::vector<NamedText>& query, void* request) {
  const Type& type = endpoint.request();
  if (type.kind != Kind::object) return;
  for (const auto& [key, text] : query) {
    const auto name = std::string_view(key).substr(0, key.find('.'));
    if (!databricks::detail::place_of(endpoint, name).query) continue;
    store_named("query parameter", key, [&, &text = text, &key = key] { store_member(type, request, key, text); });
  }
}

void decode_path(const EndpointTable& endpoint, const std::vector<NamedText>& path, void* request) {
  const Type& type = endpoint.request();
  for (const auto& [name, text] : path) {
    const Field* field = find_field(type, name);
    if (field == nullptr) continue;
    void* member = member_of(type, *field, request);
    store_named("path parameter", name, [&, &text = text] { store_text(field->type(), member, text); });
  }
}

bool is_blank(std::string_view body) { return body.find_first_not_of(" \t\r\n") == body.npos; }

void decode_field_body(const EndpointTable& endpoint, const std::string& body, void* request) {
  const Type& type = endpoint.request();
  const Field* field = find_field(type, endpoint.body_field);
  if (field == nullptr) return;
  const Type& field_type = field->type();
  void* value = member_of(type, *field, request);
  if (field_type.kind == Kind::source) {
    *static_cast<Source*>(value) = Source(body);
  } else if (!is_blank(body)) {
    read_json(field_type, value, body);
  }
}

void decode_body(const EndpointTable& endpoint, const std::string& body, void* request) {
  if (!databricks::detail::sends_body(endpoint)) return;
  if (endpoint.body == BodyRule::field) return decode_field_body(endpoint, body, request);
  if (endpoint.body == BodyRule::automatic && !is_blank(body)) read_json(endpoint.request(), request, body);
}

std::string cookie_value(const Headers& headers, std::string_view name) {
  const std::string* cookies = headers.find("Cookie");
  std::string_view rest = cookies ? *cookies : std::string_view();
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find("; "));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 2));
    if (pair.substr(0, pair.find('=')) == name) return std::string(pair.substr(std::min(pair.size(), name.size() + 1)));
  }
  return {};
}

void decode_headers(const EndpointTable& endpoint, const Headers& headers, void* request) {
  const Type& type = endpoint.request();
  const auto store = [&](std::string_view name, const std::string& text) {
    const Field* field = text.empty() ? nullptr : find_field(type, name);
    if (field == nullptr) return;
    void* member = member_of(type, *field, request);
    store_named("header", name, [&] { store_text(field->type(), member, text); });
  };
  for (const auto name : endpoint.request_headers) {
    if (const std::string* value = headers.find(name)) store(name, *value);
  }
  for (const auto name : endpoint.cookies) store(name, cookie_value(headers, name));
}

}  // namespace

void decode_request(const EndpointTable& endpoint, const HttpRequest& http, const Arguments& arguments, void* request) {
  if (endpoint.request == nullptr) return;
  // The path comes last: a body can't make a call speak of another resource than its path.
  decode_body(endpoint, http.body, request);
  decode_query(endpoint, arguments.query, request);
  if (endpoint.request().kind != Kind::object) return;
  decode_headers(endpoint, http.headers, request);
  decode_path(endpoint, arguments.path, request);
}

CallContext context_of(const HttpRequest& http, const Arguments& arguments) {
  CallContext context{http};
  for (const auto& [name, text] : arguments.path) {
    if (name == "config.account_id") context.account_id = text;
  }
  return context;
}

}  // namespace databricks::testing::detail
