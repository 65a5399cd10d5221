// Compile-time checks of an endpoint against its types: every name it uses must be a field.
#pragma once

#include <databricks/fixed_string.hpp>
#include <databricks/reflect.hpp>
#include <databricks/service.hpp>
#include <databricks/wait.hpp>

namespace databricks::detail {

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

// Calls `visit` with every name of request fields that the endpoint uses, until it returns false.
template <class Visit>
constexpr void visit_names(const EndpointTable& table, Visit visit) {
  std::string_view rest = table.path;
  for (auto open = find_char(rest, '{'); open < rest.size(); open = find_char(rest, '{')) {
    rest.remove_prefix(open + 1);
    auto name = rest.substr(0, find_char(rest, '}'));
    if (name.starts_with('+')) name.remove_prefix(1);
    if (!name.starts_with("config.") && !visit(name)) return;
  }
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

// ---- rules for waiting, whose names lead into nested fields ----

template <class T, class Name>
struct is_not_a_field_of;  // never defined

template <class T>
constexpr std::size_t field_index([[maybe_unused]] std::string_view name) {
  std::size_t index = 0;
  if constexpr (requires { described_table<T>::fields; }) {
    for (const auto& field : described_table<T>::fields) {
      if (field.name == name) return index;
      ++index;
    }
  }
  return static_cast<std::size_t>(-1);
}

template <class T>
struct held {
  using type = T;
};
template <class T>
struct held<optional<T>> : held<T> {};
template <class T>
struct held<boxed<T>> : held<T> {};
template <class T>
struct held<std::optional<T>> : held<T> {};

template <class T, std::size_t I>
using nth_member = typename held<member_type<T, boost::mp11::mp_at_c<typename described_table<T>::members, I>>>::type;

template <class T, fixed_string Path, std::size_t Begin>
consteval void check_path() {
  constexpr auto rest = Path.view().substr(Begin);
  constexpr auto length = find_char(rest, '.');
  constexpr auto index = field_index<T>(rest.substr(0, length));
  if constexpr (index == static_cast<std::size_t>(-1)) {
    []<std::size_t... I>(std::index_sequence<I...>) {
      static_assert(sizeof(is_not_a_field_of<T, field<Path.view()[I]...>>) > 0);
    }
    (std::make_index_sequence<Path.view().size()>{});
  } else if constexpr (length < rest.size()) {
    check_path<nth_member<T, index>, Path, Begin + length + 1>();
  }
}

}  // namespace databricks::detail
