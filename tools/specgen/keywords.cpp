#include "keywords.hpp"

#include "openapi.hpp"

#include <algorithm>
#include <iterator>

namespace specgen {
namespace {

using databricks::RawJson;

// Keywords that say nothing about the types and calls of a client: text for people, examples, what validation
// would check, what other tools use. The service checks values; the client's configuration has host and credentials.
// Answers that are errors are read by the runtime without a schema.
constexpr std::string_view annotations[] = {
    // everywhere
    "description", "summary", "title", "example", "examples", "externalDocs", "$comment", "default",
    // document and components
    "jsonSchemaDialect", "security", "securitySchemes", "links", "$schema", "$id", "$anchor", "license", "contact",
    "termsOfService", "version",
    // validation of values
    "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf", "maxLength", "minLength", "pattern",
    "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "contentEncoding", "contentMediaType",
    "contains", "minContains", "maxContains", "propertyNames", "dependentRequired", "not", "unevaluatedProperties",
    "unevaluatedItems",
    // schemas
    "writeOnly", "xml",
    // parameters and headers
    "allowEmptyValue"};

bool may_be_ignored(std::string_view type, std::string_view keyword) {
  // Vendor extensions say nothing in OpenAPI itself; those of Databricks' dialect that matter are declared.
  if (keyword.starts_with("x-")) return true;
  if (type == "openapi.MediaType" && keyword == "encoding") return true;  // only for forms, which are reported
  if (type == "openapi.Header" &&
      (keyword == "required" || keyword == "deprecated" || keyword == "style" || keyword == "explode")) {
    return true;
  }
  if (type == "openapi.Server" && keyword == "name") return true;
  return std::find(std::begin(annotations), std::end(annotations), keyword) != std::end(annotations);
}

bool is_object(const RawJson& json) { return json.text.starts_with('{'); }
bool is_list(const RawJson& json) { return json.text.starts_with('['); }

void check(const databricks::Type& type, const RawJson& json, const std::string& pointer, Problems& problems);

void check_object(const databricks::Type& type, const RawJson& json, const std::string& pointer, Problems& problems) {
  for (const auto& [keyword, value] : databricks::from_json<databricks::map<RawJson>>(json.text)) {
    const auto place = child(pointer, keyword);
    // Schema::additional_properties is text because it may be a boolean too.
    if (keyword == "additionalProperties" && is_object(value)) {
      check(databricks::type_of<openapi::Schema>(), value, place, problems);
    } else if (const auto* field = databricks::find_field(type, keyword)) {
      check(field->type(), value, place, problems);
    } else if (!may_be_ignored(type.name, keyword)) {
      problems.report(place, "the keyword `" + keyword + "` is not supported");
    }
  }
}

// Values of the wrong kind are none of its business: reading the document finds them.
void check(const databricks::Type& declared, const RawJson& json, const std::string& pointer, Problems& problems) {
  const auto& type = databricks::without_optional(declared);
  if (type.kind == databricks::Kind::object && is_object(json)) {
    check_object(type, json, pointer, problems);
  } else if (type.kind == databricks::Kind::map && is_object(json)) {
    for (const auto& [key, value] : databricks::from_json<databricks::map<RawJson>>(json.text)) {
      if (&type == &databricks::type_of<databricks::map<openapi::Response>>() && !key.starts_with('2')) continue;
      check(type.element(), value, child(pointer, key), problems);
    }
  } else if (type.kind == databricks::Kind::list && is_list(json)) {
    std::size_t index = 0;
    for (const auto& value : databricks::from_json<databricks::list<RawJson>>(json.text)) {
      check(type.element(), value, child(pointer, std::to_string(index++)), problems);
    }
  }
}

}  // namespace

void check_keywords(std::string_view document, Problems& problems) {
  check(databricks::type_of<openapi::Document>(), RawJson(std::string(document)), "", problems);
}

}  // namespace specgen
