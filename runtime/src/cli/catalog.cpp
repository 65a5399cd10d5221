#include "cli/catalog.hpp"

#include "cli/usage.hpp"
#include "request/path.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace databricks::detail::cli {

namespace {

// Visits every type that can be reached from the operations, until `visit` returns true.
class TypeWalk {
 public:
  explicit TypeWalk(std::string_view name) : name_(name) {}

  TypeFunction found() const { return found_; }
  const std::vector<std::string>& names() const { return names_; }

  void visit(TypeFunction function) {
    if (found_ != nullptr || function == nullptr) return;
    const Type& type = function();
    if (!seen_.insert(&type).second) return;
    if (!type.name.empty()) names_.emplace_back(type.name);
    if (type.name == name_) found_ = function;
    visit(type.element);
    if (type.object == nullptr) return;
    for (const Field& field : type.object->fields) visit(field.type);
  }

 private:
  std::string_view name_;
  TypeFunction found_ = nullptr;
  std::set<const Type*> seen_{};
  std::vector<std::string> names_{};
};

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::boolean:
      return "boolean";
    case Kind::integer:
      return "integer";
    case Kind::floating:
      return "number";
    case Kind::text:
      return "text";
    case Kind::timestamp:
      return "timestamp";
    case Kind::duration:
      return "duration";
    case Kind::field_mask:
      return "field mask";
    case Kind::raw_json:
      return "any JSON";
    case Kind::bytes:
      return "bytes";
    case Kind::source:
      return "stream";
    default:
      return "object";
  }
}

bool has_field_of(TypeFunction function, Kind kind) {
  if (function == nullptr || function().object == nullptr) return false;
  const auto fields = function().object->fields;
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return field.type().kind == kind; });
}

const ServiceTable* service_or_null(Packages packages, ClientLevel level, std::string_view accessor) {
  for (const PackageTable* package : packages) {
    for (const ServiceTable& service : package->services) {
      if (service.client == client_name(level) && same_name(accessor, service.accessor)) return &service;
    }
  }
  return nullptr;
}

}  // namespace

std::string_view client_name(ClientLevel level) { return level == ClientLevel::account ? "account" : "workspace"; }

const ServiceTable& find_service(Packages packages, ClientLevel level, std::string_view accessor) {
  if (const auto* service = service_or_null(packages, level, accessor)) return *service;
  const auto other = level == ClientLevel::account ? ClientLevel::workspace : ClientLevel::account;
  if (service_or_null(packages, other, accessor) != nullptr) {
    throw UsageError("`" + std::string(accessor) + "` is a service of the " + std::string(client_name(other)) + ": " +
                     (other == ClientLevel::account ? "add" : "leave out") + " --account");
  }
  std::vector<std::string> names;
  for (const PackageTable* package : packages) {
    for (const ServiceTable& service : package->services) {
      if (service.client == client_name(level)) names.emplace_back(service.accessor);
    }
  }
  throw UsageError(unknown("service", accessor, names));
}

const MethodTable& find_method(const ServiceTable& service, std::string_view name) {
  std::vector<std::string> names;
  for (const MethodTable& method : service.methods) {
    if (same_name(name, method.name)) return method;
    names.emplace_back(method.name);
  }
  throw UsageError(unknown("method of `" + std::string(service.accessor) + "`", name, names));
}

TypeFunction find_type(Packages packages, std::string_view name) {
  TypeWalk walk(name);
  for (const PackageTable* package : packages) {
    for (const TypeFunction type : package->types) walk.visit(type);
    for (const ServiceTable& service : package->services) {
      for (const MethodTable& method : service.methods) {
        walk.visit(method.endpoint->request);
        walk.visit(method.endpoint->response);
      }
    }
  }
  if (walk.found() == nullptr) throw UsageError(unknown("type", name, walk.names()));
  return walk.found();
}

std::string type_name(TypeFunction function) { return function == nullptr ? "-" : type_name(function()); }

std::string type_name(const Type& type) {
  const Type& inner = without_optional(type);
  if (!inner.name.empty()) return std::string(inner.name);
  switch (inner.kind) {
    case Kind::list:
      return "list<" + type_name(inner.element()) + '>';
    case Kind::map:
      return "map<" + type_name(inner.element()) + '>';
    case Kind::enumeration:
      return std::string(inner.element().name);
    default:
      return std::string(kind_name(inner.kind));
  }
}

std::string plain_path(std::string_view path) {
  std::string text;
  while (!path.empty()) {
    const auto part = next_path_part(path);
    if (part.kind == PathPart::Kind::literal) {
      text += part.text;
    } else {
      text.append("{").append(part.text).append("}");
    }
  }
  return text;
}

const Field* source_field(const EndpointTable& endpoint) {
  if (!has_field_of(endpoint.request, Kind::source)) return nullptr;
  const auto fields = endpoint.request().object->fields;
  return &*std::find_if(fields.begin(), fields.end(), [](const Field& f) { return f.type().kind == Kind::source; });
}

bool answers_bytes(const EndpointTable& endpoint) { return has_field_of(endpoint.response, Kind::bytes); }

}  // namespace databricks::detail::cli
