// Paths of the document -> services and operations of the API, with their request and answer types.
#pragma once

#include "schemas.hpp"

#include <string>
#include <utility>
#include <vector>

namespace specgen {

/// Of operations without a tag.
inline constexpr const char* default_service = "Default";

class Operations {
 public:
  Operations(const openapi::Document& document, std::string package, Schemas& schemas, Api& api, Problems& problems)
      : document_(document), package_(std::move(package)), schemas_(schemas), api_(api), problems_(problems) {}

  void add_services();
  void add_paths();

 private:
  /// An operation of the document on its way to the API.
  struct Draft {
    const openapi::Operation& from;
    const openapi::PathItem& item;
    const openapi::ServiceTag* tag;
    std::string package;
    std::string service;
    std::string pointer;
    std::string request_name{};                                                   // of the request type in the document
    std::vector<std::pair<const openapi::Parameter*, std::string>> parameters{};  // with where they are
    std::vector<std::string> required{};                                          // wire names, of parameters and body
    Operation operation{};
  };

  void add_service(const openapi::ServiceTag& tag, const std::string& pointer);
  Service& service_of(const std::string& tag);
  void add(const std::string& path, const std::string& verb, const openapi::Operation& from,
           const openapi::PathItem& item, const std::string& pointer);
  void set_method(Draft& draft, const std::string& path);
  void set_parameters(Draft& draft);
  void set_path(Draft& draft, const std::string& path);
  std::string server_prefix(const Draft& draft);

  // request.cpp
  void set_request(Draft& draft);
  void set_request_name(Draft& draft, const openapi::RequestBody* body);
  void add_parameter_members(Draft& draft);
  void add_parameter_member(Draft& draft, const openapi::Parameter& parameter, const std::string& pointer);
  void check_parameter(const Draft& draft, const openapi::Parameter& parameter, const Type& type,
                       const std::string& pointer);
  const openapi::RequestBody* body_of(const Draft& draft, std::string& pointer);
  void set_body(Draft& draft, const openapi::RequestBody& body, const std::string& pointer);
  void set_json_body(Draft& draft, const openapi::Schema& schema, const std::string& media_type, bool required,
                     const std::string& pointer);
  void set_body_field(Draft& draft, const std::string& field, const Type& type, const std::string& media_type,
                      bool required, const std::string& pointer);
  void add_body_members(Draft& draft, const openapi::Schema& schema, const std::string& pointer);
  bool can_be_flat(const Draft& draft, const openapi::Schema& schema, const std::string& pointer);
  void require(Draft& draft, const std::string& wire);
  void require_properties(Draft& draft, const openapi::Schema& schema, const std::string& pointer);
  void order_members(Draft& draft);
  Struct& request_struct(Draft& draft);

  // response.cpp
  void set_response(Draft& draft);
  const openapi::Response* success_of(const Draft& draft, std::string& pointer);
  void set_response_headers(Draft& draft, const openapi::Response& response, const std::string& pointer);
  void set_content(Draft& draft, const openapi::Response& response, const std::string& pointer);
  Struct& response_struct(Draft& draft, const std::string& pointer);

  // rules.cpp
  void set_rules(Draft& draft);
  void set_pages(Draft& draft, const openapi::Pagination& from);
  void set_waits(Draft& draft, const openapi::Wait& from);
  void set_long_running(Draft& draft, const openapi::LongRunning& from);
  const Member* member(const std::optional<Type>& type, const std::string& wire) const;

  const openapi::Document& document_;
  std::string package_;  // of everything, outside Databricks' dialect
  Schemas& schemas_;
  Api& api_;
  Problems& problems_;
  std::map<std::string, std::pair<std::string, std::string>> tags_{};  // -> package and service
  std::map<std::string, const openapi::ServiceTag*> tag_objects_{};
};

/// What `#/components/<kind>/<key>` refers to, or null.
template <class T>
const T* component(const openapi::map<T>& all, const std::string& kind, const std::string& reference) {
  const auto prefix = "#/components/" + kind + "/";
  if (!reference.starts_with(prefix)) return nullptr;
  const auto found = all.find(reference.substr(prefix.size()));
  return found == all.end() ? nullptr : &found->second;
}

bool is_json(const std::string& media_type);
/// Verbs whose fields go into a body unless something else is said.
bool has_body_by_default(const std::string& verb);
std::string joined(const std::vector<std::string>& parts, const std::string& separator);

}  // namespace specgen
