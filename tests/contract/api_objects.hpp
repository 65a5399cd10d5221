// What the SDK has, found by what the specification names, and objects known by their tables only.
#pragma once

#include "spec.hpp"

#include <databricks/api.hpp>
#include <databricks/json.hpp>

#include <memory>
#include <string>

namespace test {

using databricks::EndpointTable;

/// Null: there is none.
inline const EndpointTable* find_endpoint(const Operation& operation) {
  for (const auto* package : databricks::api) {
    for (const auto& service : package->services) {
      if (service.client != operation.client || service.accessor != operation.accessor) continue;
      for (const auto& method : service.methods) {
        if (method.name == operation.method) return method.endpoint;
      }
    }
  }
  return nullptr;
}

/// `compute.ClusterDetails`, `[]text` for lists; empty for none.
inline std::string type_name(databricks::TypeFunction type) {
  if (type == nullptr) return "";
  const auto& table = type();
  return table.kind == databricks::Kind::list ? "[]" + std::string(table.element().name) : std::string(table.name);
}

/// A new object of a type known by its table; none without a type.
struct Object {
  explicit Object(databricks::TypeFunction function) {
    if (function == nullptr) return;
    type = &function();
    pointer.reset(type->create());
    pointer.get_deleter().destroy = type->destroy;
  }
  std::string json() const {
    std::string text;
    databricks::write_json(*type, pointer.get(), text);
    return text;
  }
  struct Destroy {
    void (*destroy)(void*) = nullptr;
    void operator()(void* object) const { destroy(object); }
  };
  const databricks::Type* type = nullptr;
  std::unique_ptr<void, Destroy> pointer{nullptr, {}};
};

inline std::string context(const Operation& operation) {
  return operation.client + " " + operation.accessor + "." + operation.method;
}

}  // namespace test
