// Compile-time checks of an endpoint against its types: every name it uses must be a field, of the request, of the
// answer or of the items of a list.
#pragma once

#include <databricks/fixed_string.hpp>
#include <databricks/reflect.hpp>
#include <databricks/service.hpp>
#include <databricks/wait.hpp>

namespace databricks {

template <class Lookup, fixed_string Field>
struct DataPlane;

namespace detail {

/// The name that failed, as a type: it shows up in the compiler's message.
template <char... Name>
struct field;

// Never defined.
template <class Request, class Name>
struct is_not_a_field_of_the_request;
template <class Answer, class Name>
struct is_not_a_field_of_the_answer;
template <class Answer, class Name>
struct is_not_a_list_of_these_items;
template <class Item, class Name>
struct is_not_a_field_of_the_items;

template <template <class, class> class Complaint, class Owner, std::string_view (*Missing)()>
consteval void require_none() {
  constexpr auto missing = Missing();
  if constexpr (!missing.empty()) {
    []<std::size_t... I>(std::index_sequence<I...>) {
      static_assert(sizeof(Complaint<Owner, field<Missing()[I]...>>) > 0);
    }
    (std::make_index_sequence<missing.size()>{});
  }
}

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
  require_none<is_not_a_field_of_the_request, Request, &first_missing<Request, Table>>();
}

// ---- lists ----

template <class T>
struct value_below : std::type_identity<T> {};
template <class T>
struct value_below<optional<T>> : value_below<T> {};
template <class T>
struct value_below<boxed<T>> : value_below<T> {};
template <class T>
struct value_below<std::optional<T>> : value_below<T> {};

template <class T, int Dots>
constexpr bool has_path(std::string_view path);

// Calls `visit` with the types of T's members until one gives true: visit<Member>(wire name).
template <class T, class Visit, template <class...> class L, class... D, std::size_t... I>
constexpr bool any_member(Visit visit, L<D...>, std::index_sequence<I...>) {
  return (visit.template operator()<typename value_below<member_type<T, D>>::type>(wire_name<T, D, I>()) || ...);
}
template <class T, class Visit>
constexpr bool any_member(Visit visit) {
  using Members = typename described_table<T>::members;
  return any_member<T>(visit, Members{}, indices(Members{}));
}

// `settings.name`: members of members; Dots says how many levels there are to go.
template <class T, int Dots>
constexpr bool has_path(std::string_view path) {
  if constexpr (!described_struct<T>) {
    return library_type<T>;  // of the library, whose sources are tested
  } else if constexpr (Dots == 0) {
    return has_field<T>(path);
  } else {
    const auto dot = find_char(path, '.');
    if (dot >= path.size()) return has_field<T>(path);
    return any_member<T>([=]<class Member>(std::string_view name) {
      return name == path.substr(0, dot) && has_path<Member, Dots - 1>(path.substr(dot + 1));
    });
  }
}

constexpr int dots_of(std::string_view path) {
  int dots = 0;
  for (const char c : path) dots += c == '.';
  return dots;
}

template <class Answer, const EndpointTable& Table>
constexpr std::string_view missing_in_answer() {
  constexpr auto token = Table.pages->token_out;
  return token.empty() || has_path<Answer, dots_of(token)>(token) ? std::string_view() : token;
}

template <class Answer, class Item, const EndpointTable& Table>
constexpr std::string_view missing_list() {
  constexpr auto results = Table.pages->results;
  const bool found = any_member<Answer>([=]<class Member>(std::string_view name) {
    return name == results && (std::is_same_v<Member, list<Item>> || std::is_same_v<Member, std::vector<Item>>);
  });
  return found ? std::string_view() : results;
}

template <class Item, const EndpointTable& Table>
constexpr std::string_view missing_in_items() {
  constexpr std::string_view unique = Table.pages->unique, id = Table.item_id, name = Table.item_name;
  if (!unique.empty() && !has_path<Item, dots_of(unique)>(unique)) return unique;
  if (!id.empty() && !has_path<Item, dots_of(id)>(id)) return id;
  if (!name.empty() && !has_path<Item, dots_of(name)>(name)) return name;
  return {};
}

template <class Answer, class Item, const EndpointTable& Table>
consteval void check_answer() {
  require_none<is_not_a_field_of_the_answer, Answer, &missing_in_answer<Answer, Table>>();
  require_none<is_not_a_list_of_these_items, Answer, &missing_list<Answer, Item, Table>>();
}

template <class Item, const EndpointTable& Table>
consteval void check_items() {
  require_none<is_not_a_field_of_the_items, Item, &missing_in_items<Item, Table>>();
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

template <class T, std::size_t I>
using nth_member =
    typename value_below<member_type<T, boost::mp11::mp_at_c<typename described_table<T>::members, I>>>::type;

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
  path.remove_prefix((std::min)(path.size(), name.size() + 1));
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
