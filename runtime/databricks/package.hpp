// For the sources of generated packages: describes services, and makes the tables of a package.
#pragma once

#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

namespace databricks::detail {

template <class E>
struct rule_of;
template <fixed_string Line, class Request, class Response, class... Traits>
struct rule_of<Endpoint<Line, Request, Response, Traits...>> : first_wait<Traits...> {};

template <class Service, class D>
constexpr MethodTable method_table() {
  using Member = std::remove_cvref_t<decltype(std::declval<Service&>().*D::pointer)>;
  using Rule = typename rule_of<Member>::type;
  if constexpr (!std::is_same_v<typename Member::request_type, NoArguments>) {
    check_fields<typename Member::request_type, Member::table>();
  }
  if constexpr (!std::is_void_v<Rule>) {
    Rule::template check<typename Member::request_type, typename Member::response_type>();
  }
  return {strip_underscore(D::name), &Member::table};
}
template <class Service, template <class...> class L, class... D>
constexpr auto make_methods(L<D...>) {
  return std::array<MethodTable, sizeof...(D)>{method_table<Service, D>()...};
}

/// The endpoints of a described service.
template <class Service>
inline constexpr auto methods =
    make_methods<Service>(boost::describe::describe_members<Service, boost::describe::mod_public>{});

template <class... T>
inline constexpr std::array<TypeFunction, sizeof...(T)> type_list{type_of<T>...};

}  // namespace databricks::detail

namespace databricks {

/// The table of a service described with BOOST_DESCRIBE_STRUCT: all its members are endpoints.
template <class Service>
constexpr ServiceTable service_table(std::string_view client, std::string_view accessor) {
  return {client, accessor, detail::methods<Service>};
}

}  // namespace databricks
