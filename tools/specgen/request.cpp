// Where the fields of a request come from and where they go.
#include "names.hpp"
#include "operations.hpp"

#include <algorithm>
#include <iterator>

namespace specgen {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// `create`, `get` and the like need the name of what they work on.
std::string request_name(const std::string& method, const std::string& service) {
  static const std::string plain[] = {"create", "get", "delete", "update", "list"};
  const auto name = pascal_case(method);
  const bool is_plain = std::find(std::begin(plain), std::end(plain), method) != std::end(plain);
  if (!is_plain || service == default_service) return name + "Request";
  auto singular = service;
  if (singular.ends_with("ies")) {
    singular.replace(singular.size() - 3, 3, "y");
  } else if (singular.ends_with('s') && !singular.ends_with("ss")) {
    singular.pop_back();
  }
  return name + singular + "Request";
}

bool is_scalar(const Type& type) {
  switch (type.kind) {
    case Kind::object:
    case Kind::list:
    case Kind::map:
    case Kind::raw_json:
    case Kind::bytes:
    case Kind::source:
      return false;
    default:
      return true;
  }
}

// The media type that is sent, of those that are accepted.
const std::pair<const std::string, openapi::MediaType>* preferred(const openapi::map<openapi::MediaType>& content) {
  for (const auto& entry : content) {
    if (entry.first == "application/json") return &entry;
  }
  for (const auto& entry : content) {
    if (is_json(entry.first)) return &entry;
  }
  return content.empty() ? nullptr : &*content.begin();
}

bool is_form(const std::string& media_type) {
  return media_type.starts_with("multipart/") || media_type.starts_with("application/x-www-form-urlencoded");
}

// OpenAPI says to ignore header parameters of these names: other parts of the document decide about them.
bool is_set_by_the_engine(const std::string& header) {
  const auto name = snake_case(header);
  return name == "accept" || name == "content_type" || name == "authorization";
}

}  // namespace

void Operations::set_request(Draft& draft) {
  std::string pointer;
  const auto* body = body_of(draft, pointer);
  set_request_name(draft, body);
  add_parameter_members(draft);
  if (body) {
    set_body(draft, *body, pointer);
  } else if (has_body_by_default(draft.operation.verb)) {
    draft.operation.body = BodyRule::none;
  }
  // A named request without fields is a type all the same: fields may come.
  if (!draft.operation.request && draft.from.request_type_name.has_value()) request_struct(draft);
  order_members(draft);
}

const openapi::RequestBody* Operations::body_of(const Draft& draft, std::string& pointer) {
  if (!draft.from.request_body.has_value()) return nullptr;
  pointer = child(draft.pointer, "requestBody");
  const auto* body = &*draft.from.request_body;
  if (!body->ref.has_value()) return body;
  const auto* found = component(document_.components.request_bodies, "requestBodies", *body->ref);
  if (found) {
    pointer = body->ref->substr(1);
  } else {
    problems_.report(child(pointer, "$ref"), "`" + *body->ref + "` is not one of #/components/requestBodies");
  }
  return found;
}

void Operations::set_request_name(Draft& draft, const openapi::RequestBody* body) {
  draft.request_name = request_name(draft.operation.method, draft.service);
  if (!schemas_.dialect()) {
    draft.request_name = schemas_.unused_name(draft.package, draft.request_name);
    return;
  }
  if (draft.from.request_type_name.has_value()) {
    draft.request_name = *draft.from.request_type_name;
  } else if (body && !draft.from.body_field.has_value()) {
    const auto* content = preferred(body->content);
    if (content && content->second.schema.has_value() && content->second.schema->ref.has_value()) {
      const auto& reference = *content->second.schema->ref;
      draft.request_name = split_key(reference.substr(reference.rfind('/') + 1), "").second;
    }
  }
}

Struct& Operations::request_struct(Draft& draft) {
  draft.operation.request = Type{.kind = Kind::object, .package = draft.package, .name = draft.request_name};
  return schemas_.structure(draft.package, draft.request_name);
}

void Operations::require(Draft& draft, const std::string& wire) {
  auto& required = request_struct(draft).required;
  if (!contains(required, wire)) required.push_back(wire);
  draft.required.push_back(wire);
}

void Operations::require_properties(Draft& draft, const openapi::Schema& schema, const std::string& pointer) {
  const auto names = schemas_.properties(schema, pointer).required;
  draft.required.insert(draft.required.end(), names.begin(), names.end());
}

void Operations::add_parameter_members(Draft& draft) {
  for (const auto& [parameter, pointer] : draft.parameters) {
    if (!parameter->name.has_value() || !parameter->in.has_value() || !parameter->schema.has_value()) {
      problems_.report(pointer, "a parameter needs `name`, `in` and `schema`");
    } else if (*parameter->in == "header" && is_set_by_the_engine(*parameter->name)) {
      continue;
    } else if (!parameter->from_config.has_value()) {
      add_parameter_member(draft, *parameter, pointer);
    }
  }
}

void Operations::add_parameter_member(Draft& draft, const openapi::Parameter& parameter, const std::string& pointer) {
  const auto& name = *parameter.name;
  const auto& in = *parameter.in;
  auto& operation = draft.operation;
  const Place place{child(pointer, "schema"), draft.package, pascal_case(draft.operation.method) + pascal_case(name)};
  const auto type = schemas_.type_of(*parameter.schema, place);
  check_parameter(draft, parameter, type, pointer);
  const auto same = std::count_if(draft.parameters.begin(), draft.parameters.end(),
                                  [&](const auto& other) { return other.first->name == name; });
  if (same > 1) problems_.report(pointer, "there are several parameters called `" + name + "`");

  schemas_.add_member(request_struct(draft), name, type, parameter.deprecated.value_or(false), pointer);
  if (in == "query" && has_body_by_default(operation.verb)) operation.query.push_back(name);
  if (in == "header") operation.request_headers.push_back(name);
  if (in == "cookie") operation.cookies.push_back(name);
  if (in == "path" || parameter.required.value_or(false)) require(draft, name);
}

void Operations::check_parameter(const Draft& draft, const openapi::Parameter& parameter, const Type& type,
                                 const std::string& pointer) {
  const auto& in = *parameter.in;
  const bool is_query = in == "query";
  if (!is_query && in != "path" && in != "header" && in != "cookie") {
    return problems_.report(child(pointer, "in"), "parameters in `" + in + "` are not supported");
  }
  if (in == "path" && draft.operation.path.find("{" + *parameter.name + "}") == std::string::npos &&
      draft.operation.path.find("{+" + *parameter.name + "}") == std::string::npos) {
    problems_.report(pointer, "the path has no hole `{" + *parameter.name + "}`");
  }
  const std::string usual = is_query || in == "cookie" ? "form" : "simple";
  if (parameter.style.value_or(usual) != usual) {
    problems_.report(child(pointer, "style"), "the style `" + *parameter.style + "` is not supported");
  } else if (!is_scalar(type) && !schemas_.dialect()) {
    const bool is_list = type.kind == Kind::list && is_scalar(type.element.front());
    if (!is_query || !is_list) {
      problems_.report(child(pointer, "schema"), "a value of this type in the " + in + " is not supported");
    } else if (!parameter.explode.value_or(true)) {
      problems_.report(child(pointer, "explode"), "lists that are not sent as repeated parameters are not supported");
    }
  }
}

void Operations::set_body(Draft& draft, const openapi::RequestBody& body, const std::string& pointer) {
  const auto* content = preferred(body.content);
  if (!content) return problems_.report(pointer, "the request body has no content");
  const auto& [media_type, media] = *content;
  const auto place = child(child(pointer, "content"), media_type);
  const bool required = body.required.value_or(false);
  if (is_form(media_type)) {
    problems_.report(place, "request bodies of type " + media_type + " are not supported");
  } else if (is_json(media_type)) {
    static const openapi::Schema anything;
    const auto& schema = media.schema.has_value() ? *media.schema : anything;
    set_json_body(draft, schema, media_type, required, child(place, "schema"));
  } else {
    set_body_field(draft, draft.from.body_field.value_or("contents"), Type{.kind = Kind::source}, media_type, required,
                   place);
  }
}

void Operations::set_json_body(Draft& draft, const openapi::Schema& schema, const std::string& media_type,
                               bool required, const std::string& pointer) {
  const auto type_name = pascal_case(draft.operation.method) + "Body";
  if (draft.from.body_field.has_value()) {
    const auto type = schemas_.type_of(schema, {pointer, draft.package, type_name});
    return set_body_field(draft, *draft.from.body_field, type, media_type, required, pointer);
  }
  if (schemas_.dialect() && !schema.ref.has_value() && schema.properties.empty() && type_names(schema).size() == 1) {
    draft.operation.body = BodyRule::empty_object;
    return;
  }
  const bool is_usual = media_type == "application/json" || media_type == "*/*";
  const bool is_alone = !draft.operation.request.has_value();
  const bool by_default = has_body_by_default(draft.operation.verb) && is_usual;
  if (by_default && is_alone && schema.ref.has_value()) {
    const auto type = schemas_.type_of(schema, {pointer, draft.package, type_name});
    const bool is_own = !schemas_.dialect() || (type.package == draft.package && type.name == draft.request_name);
    if (type.kind == Kind::object && is_own) {
      draft.operation.request = type;
      return require_properties(draft, schema, pointer);
    }
  }
  if (by_default && schemas_.is_object(schema, pointer) && can_be_flat(draft, schema, pointer)) {
    return add_body_members(draft, schema, pointer);
  }
  const auto type = schemas_.type_of(schema, {pointer, draft.package, type_name});
  set_body_field(draft, "body", type, is_usual ? "application/json" : media_type, required, pointer);
}

// Whether parameters and members of the body can be fields of one struct.
bool Operations::can_be_flat(const Draft& draft, const openapi::Schema& schema, const std::string& pointer) {
  if (schemas_.dialect()) return true;
  for (const auto& [name, property] : schemas_.properties(schema, pointer).by_name) {
    for (const auto& [parameter, place] : draft.parameters) {
      if (parameter->name == name) return false;
    }
  }
  return true;
}

void Operations::add_body_members(Draft& draft, const openapi::Schema& schema, const std::string& pointer) {
  const auto properties = schemas_.properties(schema, pointer);
  for (const auto& [parameter, place] : draft.parameters) {
    if (!properties.by_name.contains(*parameter->name)) continue;
    if (parameter->in == std::string("path")) {
      draft.operation.also_in_body.push_back(*parameter->name);
    } else {
      problems_.report(place, "the body has a field `" + *parameter->name + "` too");
    }
  }
  schemas_.add_properties(request_struct(draft), properties, {pointer, draft.package, draft.request_name});
  require_properties(draft, schema, pointer);
}

void Operations::set_body_field(Draft& draft, const std::string& field, const Type& type, const std::string& media_type,
                                bool required, const std::string& pointer) {
  auto name = field;
  for (const auto& [parameter, place] : draft.parameters) {
    if (parameter->name == name) name = schemas_.dialect() ? name : "request_" + name;
  }
  schemas_.add_member(request_struct(draft), name, type, false, pointer);
  if (required) require(draft, name);
  draft.operation.body = BodyRule::field;
  draft.operation.body_field = name;
  draft.operation.content_type = media_type;
}

void Operations::order_members(Draft& draft) {
  if (!draft.operation.request || draft.operation.request->kind != Kind::object) return;
  auto& target = schemas_.structure(draft.operation.request->package, draft.operation.request->name);
  if (!draft.from.required_order.empty()) {
    std::vector<std::string> ordered = draft.from.required_order;
    for (const auto& name : target.required) {
      if (!contains(ordered, name)) ordered.push_back(name);
    }
    target.required = ordered;
  }
  // Only what every operation with this request needs is required of the type.
  if (target.required_by_all) {
    std::erase_if(*target.required_by_all, [&](const auto& name) { return !contains(draft.required, name); });
  } else {
    target.required_by_all = draft.required;
  }
}

}  // namespace specgen
