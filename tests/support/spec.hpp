// The API's specification, read by the tests on their own: with Boost.JSON's tree, not with the SDK's reader, and not
// with anything of the generator's.
#pragma once

#include <boost/json.hpp>

#include <random>
#include <string>
#include <vector>

namespace test {

namespace json = boost::json;

struct Parameter {
  std::string name;
  bool in_path;
  bool multi_segment;
  bool from_config;
  const json::object* schema;
};

struct Operation {
  std::string client;    // workspace or account
  std::string accessor;  // settings.default_namespace
  std::string package;
  std::string method;
  std::string verb;  // upper case
  std::string path;
  const json::object* object;
  std::vector<Parameter> parameters;

  const json::object* extension(const char* name) const;  // x-databricks-{name}, or null
  std::string text(const char* key) const;                // empty when absent
};

class Spec {
 public:
  /// Throws when the file can't be read.
  explicit Spec(const std::string& path);
  Spec(const Spec&) = delete;
  Spec& operator=(const Spec&) = delete;

  const std::vector<Operation>& operations() const { return operations_; }
  const json::object& schemas() const;
  /// The schema itself, or what its $ref names.
  const json::object& resolve(const json::object& schema) const;
  /// `compute.ClusterSpec` when the schema is a $ref, else empty.
  static std::string referenced_name(const json::object& schema);

 private:
  void add_operation(const std::string& path, const std::string& verb, const json::object& object);

  json::value document_;
  std::vector<Operation> operations_;
};

/// A value that fits a schema; objects deeper than `depth` are left out. Canonical: written by any correct
/// implementation it is the same JSON.
json::value random_value(const Spec& spec, const json::object& schema, std::mt19937_64& random, int depth);

}  // namespace test
