#include "request/place.hpp"

#include "request/path.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_body_by_method(std::string_view method) { return method == "POST" || method == "PUT" || method == "PATCH"; }

}  // namespace

bool sends_body(const EndpointTable& endpoint) {
  switch (endpoint.body) {
    case BodyRule::automatic:
      return has_body_by_method(endpoint.method) && endpoint.request != nullptr;
    case BodyRule::none:
      return false;
    case BodyRule::empty_object:
    case BodyRule::field:
      return true;
  }
  return false;
}

Placement place_of(const EndpointTable& endpoint, std::string_view field) {
  if (is_path_field(endpoint.path, field)) return {.path = true, .body = contains(endpoint.also_in_body, field)};
  if (contains(endpoint.request_headers, field)) return {.header = true};
  if (contains(endpoint.cookies, field)) return {.cookie = true};
  if (contains(endpoint.query, field)) return {.query = true};
  const bool in_body = endpoint.body == BodyRule::field ? field == endpoint.body_field
                                                        : endpoint.body == BodyRule::automatic && sends_body(endpoint);
  return {.query = !in_body, .body = in_body};
}

}  // namespace databricks::detail
