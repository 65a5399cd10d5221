#include "spec.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

namespace test {

namespace {

constexpr std::string_view kVerbs[] = {"get", "head", "post", "put", "patch", "delete"};

std::string string_of(const json::object& object, const char* key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool flag(const json::object& object, const char* key) {
  const auto* value = object.if_contains(key);
  return value && value->is_bool() && value->as_bool();
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

const json::object* Operation::extension(const char* name) const {
  const auto* value = object->if_contains(std::string("x-databricks-") + name);
  return value ? value->if_object() : nullptr;
}

std::string Operation::text(const char* key) const { return string_of(*object, key); }

Spec::Spec(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("can't read " + path);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  document_ = json::parse(text, {}, {.max_depth = 100});
  for (const auto& [template_path, item] : document_.at("paths").as_object()) {
    for (const auto verb : kVerbs) {
      if (const auto* operation = item.as_object().if_contains(verb)) {
        add_operation(template_path, std::string(verb), operation->as_object());
      }
    }
    if (const auto* more = item.as_object().if_contains("x-databricks-additional-operations")) {
      for (const auto& operation : more->as_array()) {
        add_operation(template_path, string_of(operation.as_object(), "x-databricks-verb"), operation.as_object());
      }
    }
  }
}

void Spec::add_operation(const std::string& path, const std::string& verb, const json::object& object) {
  const std::string tag(object.at("tags").as_array().at(0).as_string());
  Operation operation{};
  for (const auto& entry : document_.at("tags").as_array()) {
    if (entry.at("name").as_string() != tag) continue;
    operation.client = flag(entry.as_object(), "x-databricks-is-accounts") ? "account" : "workspace";
    operation.accessor = string_of(entry.as_object(), "x-databricks-accessor");
    operation.package = string_of(entry.as_object(), "x-databricks-package");
  }
  const auto id = string_of(object, "operationId");
  operation.method = id.substr(id.find('.') + 1);
  operation.verb = upper(verb);
  operation.path = path;
  operation.object = &object;
  if (const auto* parameters = object.if_contains("parameters")) {
    for (const auto& parameter : parameters->as_array()) {
      const auto& p = parameter.as_object();
      operation.parameters.push_back({string_of(p, "name"), string_of(p, "in") == "path",
                                      flag(p, "x-databricks-multi-segment"), p.contains("x-databricks-from-config"),
                                      &p.at("schema").as_object()});
    }
  }
  operations_.push_back(std::move(operation));
}

const json::object& Spec::schemas() const { return document_.at("components").at("schemas").as_object(); }

std::string Spec::referenced_name(const json::object& schema) {
  const auto reference = string_of(schema, "$ref");
  return reference.empty() ? reference : reference.substr(reference.rfind('/') + 1);
}

const json::object& Spec::resolve(const json::object& schema) const {
  const auto name = referenced_name(schema);
  return name.empty() ? schema : schemas().at(name).as_object();
}

namespace {

json::value random_string(const json::object& schema, std::mt19937_64& random) {
  if (const auto* values = schema.if_contains("enum")) {
    if (random() % 8 == 0) return "A_VALUE_OF_TOMORROW";
    const auto& list = values->as_array();
    return list[random() % list.size()];
  }
  const auto format = string_of(schema, "format");
  if (format == "date-time") return "2024-02-29T23:59:58.120Z";
  if (format == "duration") return "-3.500s";
  if (format == "field-mask") return "spec.size,display_name";
  static constexpr const char* kTexts[] = {"plain", "with blank", "a/b?c#d&e=f%20+", "é€😀", "\"quoted\"\\", "x"};
  return kTexts[random() % std::size(kTexts)];
}

std::optional<json::value> random_object(const Spec& spec, const json::object& schema, std::mt19937_64& random,
                                         int depth) {
  if (depth == 0) return std::nullopt;
  json::object object;
  if (const auto* extra = schema.if_contains("additionalProperties")) {
    for (const char* key : {"key one", "k2"}) {
      auto value = random_value(spec, extra->as_object(), random, depth - 1);
      if (!value.is_null()) object[key] = std::move(value);
    }
  }
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr) return object;
  for (const auto& [name, property] : properties->as_object()) {
    auto value = random_value(spec, property.as_object(), random, depth - 1);
    if (!value.is_null()) object[name] = std::move(value);
  }
  return object;
}

}  // namespace

json::value random_value(const Spec& spec, const json::object& unresolved, std::mt19937_64& random, int depth) {
  const json::object& schema = spec.resolve(unresolved);
  if (flag(schema, "x-databricks-any") || flag(unresolved, "x-databricks-any")) {
    return json::parse(R"({"k":[1,2.5,"x",null,{}]})");
  }
  const auto type = string_of(schema, "type");
  if (type == "string") return random_string(schema, random);
  if (type == "boolean") return random() % 2 == 0;
  if (type == "integer") return static_cast<std::int64_t>(random() >> 2) - (std::int64_t{1} << 60);
  if (type == "number") return static_cast<double>(random() % 1000) + 0.25;
  if (type == "array") {
    json::array list;
    for (auto n = random() % 3; n > 0 && depth > 0; --n) {
      auto value = random_value(spec, schema.at("items").as_object(), random, depth - 1);
      if (!value.is_null()) list.push_back(std::move(value));
    }
    return list;
  }
  if (type == "object") {
    if (auto object = random_object(spec, schema, random, depth)) return std::move(*object);
    return nullptr;
  }
  throw std::runtime_error("a schema of a kind the tests do not know: " + json::serialize(schema));
}

}  // namespace test
