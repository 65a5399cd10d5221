// What an operation answers.
#include "names.hpp"
#include "operations.hpp"

#include <algorithm>

namespace specgen {
namespace {

bool is_success(const std::string& code) { return code.starts_with('2'); }

const std::string* preferred(const openapi::map<openapi::MediaType>& content) {
  const std::string* found = nullptr;
  for (const auto& [media_type, media] : content) {
    if (media_type == "application/json") return &media_type;
    if (!found || (is_json(media_type) && !is_json(*found))) found = &media_type;
  }
  return found;
}

}  // namespace

void Operations::set_response(Draft& draft) {
  std::string pointer;
  const auto* response = success_of(draft, pointer);
  if (!response) return;
  set_content(draft, *response, pointer);
  if (!response->headers.empty()) set_response_headers(draft, *response, pointer);
}

// The one answer that says something; others of the kind 2xx must not contradict it.
const openapi::Response* Operations::success_of(const Draft& draft, std::string& pointer) {
  const openapi::Response* found = nullptr;
  const auto place = child(draft.pointer, "responses");
  const bool has_success = std::any_of(draft.from.responses.begin(), draft.from.responses.end(),
                                       [](const auto& response) { return is_success(response.first); });
  for (const auto& [code, declared] : draft.from.responses) {
    if (!is_success(code) && (has_success || code != "default")) continue;
    auto here = child(place, code);
    const auto* response = &declared;
    if (declared.ref.has_value()) {
      response = component(document_.components.responses, "responses", *declared.ref);
      if (!response) {
        problems_.report(child(here, "$ref"), "`" + *declared.ref + "` is not one of #/components/responses");
        continue;
      }
      here = declared.ref->substr(1);
    }
    if (response->content.empty() && response->headers.empty() && found) continue;
    const bool says_more = found && (!found->content.empty() || !found->headers.empty());
    if (says_more && databricks::to_json(*response) != databricks::to_json(*found)) {
      problems_.report(here, "several different answers of success are not supported");
      continue;
    }
    found = response;
    pointer = here;
  }
  return found;
}

void Operations::set_content(Draft& draft, const openapi::Response& response, const std::string& pointer) {
  const auto* media_type = preferred(response.content);
  if (!media_type) return;
  auto& operation = draft.operation;
  const auto& media = response.content.at(*media_type);
  const auto place = child(child(child(pointer, "content"), *media_type), "schema");
  if (*media_type != "application/json" && *media_type != "*/*") operation.accept = *media_type;
  const bool is_empty = !media.schema.has_value() || databricks::to_json(*media.schema) == "{}";
  if (schemas_.dialect() && is_empty) {
    operation.accept = *media_type;
    return;
  }
  const auto type_name = pascal_case(operation.method) + "Response";
  auto type = Type{.kind = Kind::bytes};
  if (is_json(*media_type)) {
    type = is_empty ? Type{.kind = Kind::raw_json} : schemas_.type_of(*media.schema, {place, draft.package, type_name});
  } else if (media.schema.has_value()) {
    schemas_.type_of(*media.schema, {place, draft.package, type_name});  // for its problems only
  }
  if (type.kind == Kind::bytes) {
    schemas_.add_member(response_struct(draft, pointer), "contents", type, false, place);
  } else {
    operation.response = type;
  }
}

Struct& Operations::response_struct(Draft& draft, const std::string& pointer) {
  auto& type = draft.operation.response;
  const auto derived = pascal_case(draft.operation.method) + "Response";
  if (schemas_.dialect()) {
    const auto name = draft.from.response_type_name.value_or(type ? type->name : derived);
    if (!type) type = Type{.kind = Kind::object, .package = draft.package, .name = name};
  } else if (!type) {
    type = Type{.kind = Kind::object, .package = draft.package, .name = schemas_.unused_name(draft.package, derived)};
  } else if (type->kind == Kind::object && type->name != derived) {
    // A copy: the struct itself may be part of something else, where there are no headers.
    const auto name = schemas_.unused_name(draft.package, derived);
    const auto source = schemas_.structure(type->package, type->name);
    auto& copy = schemas_.structure(draft.package, name);
    copy.members = source.members;
    copy.required = source.required;
    type = Type{.kind = Kind::object, .package = draft.package, .name = name};
  }
  if (type->kind != Kind::object || schemas_.structure(type->package, type->name).map_of) {
    problems_.report(child(pointer, "headers"), "headers of an answer that is no object are not supported");
    static Struct nowhere;
    return nowhere = Struct{.wire = "nowhere", .name = "nowhere"};
  }
  return schemas_.structure(type->package, type->name);
}

void Operations::set_response_headers(Draft& draft, const openapi::Response& response, const std::string& pointer) {
  auto& target = response_struct(draft, pointer);
  for (const auto& [name, declared] : response.headers) {
    auto place = child(child(pointer, "headers"), name);
    const auto* header = &declared;
    if (declared.ref.has_value()) {
      header = component(document_.components.headers, "headers", *declared.ref);
      if (!header) {
        problems_.report(child(place, "$ref"), "`" + *declared.ref + "` is not one of #/components/headers");
        continue;
      }
      place = declared.ref->substr(1);
    }
    if (!header->schema.has_value()) {
      problems_.report(place, "a header needs a schema");
      continue;
    }
    const auto type = schemas_.type_of(*header->schema, {child(place, "schema"), draft.package,
                                                         pascal_case(draft.operation.method) + pascal_case(name)});
    schemas_.add_member(target, name, type, false, place);
    draft.operation.response_headers.push_back(name);
  }
  // Without content no answer is asked for.
  if (response.content.empty()) draft.operation.accept = "";
}

}  // namespace specgen
