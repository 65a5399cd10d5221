// Operations of the API by their places in the specification, and objects of types known by their tables only.
#pragma once

#include "spec.hpp"

#include <databricks/api.hpp>
#include <databricks/json.hpp>

#include <memory>
#include <string>

namespace test {

using databricks::EndpointTable;

/// The SDK's operation, or null.
inline const databricks::EndpointTable* find_endpoint(const Operation& operation) {
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

/// An object of a table's type; for a null function there is none.
struct Object {
  explicit Object(databricks::TypeFunction function) {
    if (function == nullptr) return;
    type = &function();
    pointer = std::shared_ptr<void>(type->create(), type->destroy);
  }
  std::string json() const {
    std::string text;
    databricks::write_json(*type, pointer.get(), text);
    return text;
  }
  const databricks::Type* type = nullptr;
  std::shared_ptr<void> pointer{};
};

/// `workspace clusters.list`, for messages.
inline std::string context(const Operation& operation) {
  return operation.client + " " + operation.accessor + "." + operation.method;
}

}  // namespace test
