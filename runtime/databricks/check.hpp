// Compile-time check of an endpoint against its request type: every name it uses must be a field.
#pragma once

#include <databricks/fixed_string.hpp>
#include <databricks/reflect.hpp>
#include <databricks/service.hpp>

namespace databricks {

template <class Lookup, fixed_string Field>
struct DataPlane;

namespace detail {

/// The name that failed, as a type: it shows up in the compiler's message.
template <char... Name>
struct field;

template <class Request, class Name>
struct is_not_a_field_of_the_request;  // never defined

template <class Request>
constexpr bool has_field([[maybe_unused]] std::string_view name) {
  // A named map as a request (settings.WorkspaceConf) has no fields.
  if constexpr (requires { described_table<Request>::fields; }) {
    for (const auto& field : described_table<Request>::fields) {
      if (field.name == name) return true;
    }
  }
  return false;
}

// Calls `visit` with every field in a path, until it returns false, and returns whether it never did.
template <class Visit>
constexpr bool visit_path(std::string_view path, Visit visit) {
  for (auto open = find_char(path, '{'); open < path.size(); open = find_char(path, '{')) {
    path.remove_prefix(open + 1);
    auto name = path.substr(0, find_char(path, '}'));
    if (name.starts_with('+')) name.remove_prefix(1);
    if (!name.starts_with("config.") && !visit(name)) return false;
  }
  return true;
}

// Calls `visit` with every name of request fields that the endpoint uses, until it returns false.
template <class Visit>
constexpr void visit_names(const EndpointTable& table, Visit visit) {
  if (!visit_path(table.path, visit)) return;
  for (const auto names : {table.query, table.also_in_body, table.request_headers, table.cookies}) {
    for (const auto name : names) {
      if (!visit(name)) return;
    }
  }
  for (const auto name : {table.body_field, table.idempotency_key, table.idempotency_token}) {
    if (!name.empty() && !visit(name)) return;
  }
  if (table.paginated) {
    for (const auto name : {table.pages->token_in, table.pages->offset, table.pages->limit}) {
      if (!name.empty() && !visit(name)) return;
    }
  }
}

template <class Request, const EndpointTable& Table>
constexpr std::string_view first_missing() {
  std::string_view missing;
  visit_names(Table, [&](std::string_view name) {
    if (!has_field<Request>(name)) missing = name;
    return missing.empty();
  });
  return missing;
}

template <class Request, const EndpointTable& Table>
consteval void check_fields() {
  constexpr auto missing = first_missing<Request, Table>();
  if constexpr (!missing.empty()) {
    []<std::size_t... I>(std::index_sequence<I...>) {
      static_assert(sizeof(is_not_a_field_of_the_request<Request, field<first_missing<Request, Table>()[I]...>>) > 0);
    }
    (std::make_index_sequence<missing.size()>{});
  }
}

// ---- DataPlane ----

template <class T>
struct without_optional_layers {
  using type = T;
};
template <class T>
struct without_optional_layers<optional<T>> : without_optional_layers<T> {};
template <class T>
struct without_optional_layers<boxed<T>> : without_optional_layers<T> {};
template <class T>
struct without_optional_layers<std::optional<T>> : without_optional_layers<T> {};

template <class T>
constexpr bool leads_to_address(std::string_view path);

template <class T, template <class...> class L, class... D, std::size_t... I>
constexpr bool member_leads_to_address(std::string_view path, L<D...>, std::index_sequence<I...>) {
  const auto name = path.substr(0, find_char(path, '.'));
  path.remove_prefix(std::min(path.size(), name.size() + 1));
  return ((name == wire_name<T, D, I>() &&
           leads_to_address<typename without_optional_layers<member_type<T, D>>::type>(path)) ||
          ...);
}

/// Whether the field at `path` of a T is an object with endpoint_url and authorization_details. What can't be known is
/// taken for one: types of generated packages are described in the library only.
template <class T>
constexpr bool leads_to_address(std::string_view path) {
  if constexpr (!described_struct<T>) {
    return library_type<T>;
  } else if (path.empty()) {
    return has_field<T>("endpoint_url") && has_field<T>("authorization_details");
  } else {
    using members = typename described_table<T>::members;
    return member_leads_to_address<T>(path, members{}, indices(members{}));
  }
}

template <class Request, class Trait>
struct trait_check {
  static constexpr bool lookup_has_arguments = true;
  static constexpr bool lookup_finds_address = true;
};
template <class Request, class Lookup, fixed_string Field>
struct trait_check<Request, DataPlane<Lookup, Field>> {
  static constexpr bool lookup_has_arguments =
      visit_path(Lookup::table.path, [](std::string_view name) { return has_field<Request>(name); });
  static constexpr bool lookup_finds_address = leads_to_address<typename Lookup::response_type>(Field.view());
};

template <class Request, class Trait>
consteval void check_trait() {
  using Check = trait_check<Request, Trait>;
  static_assert(Check::lookup_has_arguments, "DataPlane: a path parameter of the lookup is no field of the request");
  static_assert(Check::lookup_finds_address,
                "DataPlane: the field must lead to an object with endpoint_url and authorization_details");
}

}  // namespace detail
}  // namespace databricks
