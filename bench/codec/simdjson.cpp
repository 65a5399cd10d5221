// The peer that uses simdjson's on-demand interface, with templates over the described members.
#include "jobs.hpp"

#include <simdjson.h>

#include <boost/mp11/algorithm.hpp>

namespace bench {

namespace {

using Value = simdjson::ondemand::value;

void convert(Value from, std::string& to) { to = std::string(std::string_view(from.get_string())); }
void convert(Value from, bool& to) { to = from.get_bool(); }
void convert(Value from, int& to) { to = static_cast<int>(std::int64_t(from.get_int64())); }
void convert(Value from, std::int64_t& to) { to = from.get_int64(); }
void convert(Value from, double& to) { to = from.get_double(); }
template <class E>
void convert(Value from, open_enum<E>& to) {
  to = open_enum<E>::from_text(std::string_view(from.get_string()));
}
template <class T>
requires(boost::describe::has_describe_members<T>::value) void convert(Value from, T& to);
template <class T>
void convert(Value from, list<T>& to) {
  for (auto element : from.get_array()) convert(element.value(), to.emplace_back());
}
template <class T>
void convert(Value from, map<T>& to) {
  for (auto member : from.get_object()) {
    std::string key(std::string_view(member.unescaped_key()));
    convert(member.value(), to[std::move(key)]);
  }
}
template <class T>
void convert(Value from, optional<T>& to) {
  convert(from, to.emplace());
}
template <class T>
void convert(Value from, boxed<T>& to) {
  convert(from, to.emplace());
}
template <class T>
requires(boost::describe::has_describe_members<T>::value) void convert(Value from, T& to) {
  for (auto field : from.get_object()) {
    const std::string_view key = field.unescaped_key();
    bool found = false;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
      if (!found && key == member.name) {
        convert(field.value(), to.*member.pointer);
        found = true;
      }
    });
  }
}

}  // namespace

Page read_with_simdjson(std::string_view padded_text, std::size_t capacity) {
  static simdjson::ondemand::parser parser;
  auto document = parser.iterate(padded_text, capacity);
  Page page;
  convert(document.get_value(), page);
  return page;
}

}  // namespace bench
