// Schemas of the document -> types, structs and enums of the API.
#pragma once

#include "api.hpp"
#include "openapi.hpp"
#include "problems.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace specgen {

/// Where a schema stands, and what a type made for it is called.
struct Place {
  std::string pointer{};
  std::string package{};
  std::string name{};
  bool is_component = false;  // then the name is its own
};

/// A property of an object, with those of allOf.
struct Property {
  const openapi::Schema* schema = nullptr;
  std::string pointer{};
};
struct Properties {
  std::map<std::string, Property> by_name{};
  std::vector<std::string> required{};
};

class Schemas {
 public:
  /// `package` is that of schemas whose name says none; empty in Databricks' dialect.
  Schemas(const openapi::Document& document, std::string package, Api& api, Problems& problems);

  /// Makes the types of all components.
  void add_components();
  /// The type of this schema; types without a name get that of the place.
  Type type_of(const openapi::Schema& schema, const Place& place);
  /// Follows references and single-branched allOf, anyOf and oneOf. `pointer` follows.
  const openapi::Schema& target(const openapi::Schema& schema, std::string& pointer);
  bool is_object(const openapi::Schema& schema, std::string pointer, int depth = 0);
  /// The properties of an object, of all its allOf too.
  Properties properties(const openapi::Schema& schema, const std::string& pointer);
  /// Adds a property unless the struct has it; reports one of another type.
  void add_member(Struct& target, const std::string& wire, const Type& type, bool deprecated,
                  const std::string& pointer);
  void add_properties(Struct& target, const Properties& properties, const Place& place);
  /// The struct of this name in the document, a new one if there is none.
  Struct& structure(const std::string& package, const std::string& name);
  /// A name that no type of the package has.
  std::string unused_name(const std::string& package, const std::string& wanted) const;
  bool dialect() const { return package_.empty(); }

 private:
  Type named(const std::string& reference, const Place& place);
  Type component_type(const std::string& key, const openapi::Schema& schema);
  Type unnamed(const openapi::Schema& schema, const Place& place);
  Type choice(const openapi::Schema& schema, const openapi::list<openapi::Schema>& branches, const char* keyword,
              const Place& place);
  Type enumeration(const openapi::Schema& schema, const Place& place);
  Type object(const openapi::Schema& schema, const Place& place);
  Type element(const openapi::Schema& schema, const Place& place);
  Type text(const openapi::Schema& schema) const;
  void collect(const openapi::Schema& schema, const std::string& pointer, Properties& result, int depth);
  void add_component(const std::string& key, const openapi::Schema& schema);
  bool is_nullable(const openapi::Schema& schema, int depth = 0) const;
  const openapi::Schema* component(const std::string& reference) const;
  const openapi::Schema* values(const openapi::Schema& schema);

  const openapi::Document& document_;
  std::string package_;
  Api& api_;
  Problems& problems_;
  std::map<const openapi::Schema*, openapi::Schema> parsed_{};  // additionalProperties, by owner
  std::map<std::string, Type> by_pointer_{};                    // of schemas without a name
  std::map<std::string, Type> by_key_{};                        // of components
  std::set<std::string> resolving_{};                           // components on the way
};

/// `settings.WorkspaceConf` -> package and name; a key without a package belongs to `fallback`.
std::pair<std::string, std::string> split_key(const std::string& key, const std::string& fallback);
/// The names in `type`, without `null`.
std::vector<std::string> type_names(const openapi::Schema& schema);

}  // namespace specgen
