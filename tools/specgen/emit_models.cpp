#include "emit.hpp"
#include "names.hpp"
#include "spelling.hpp"
#include "text.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace specgen {
namespace {

constexpr std::size_t describe_limit = 52;

// Structs that must be complete where this one is defined: elements of lists and maps. boxed<T> does without.
void visit_needed(const Struct& from, const std::function<void(const Type&)>& visit) {
  if (from.map_of) visit_named(*from.map_of, visit);
  for (const auto& member : from.members) {
    if (member.type.kind == Kind::list || member.type.kind == Kind::map) visit_named(member.type, visit);
  }
}

// In an order in which every struct comes after those it needs. A cycle of lists is broken anywhere: a vector of
// structs that are still incomplete is fine for a member.
std::vector<const Struct*> in_order(const Package& package) {
  std::vector<const Struct*> result;
  std::set<std::string> visited;
  const std::function<void(const std::string&)> add = [&](const std::string& name) {
    if (!visited.insert(name).second) return;
    const auto& type = package.structs.at(name);
    visit_needed(type, [&](const Type& needed) {
      if (needed.kind == Kind::object && needed.package == package.name) add(needed.name);
    });
    result.push_back(&type);
  };
  for (const auto& [name, type] : package.structs) add(name);
  return result;
}

std::set<std::string> other_packages(const Package& package) {
  std::set<std::string> result;
  const auto note = [&](const Type& type) {
    if (type.package != package.name) result.insert(type.package);
  };
  for (const auto& [name, type] : package.structs) {
    for (const auto& member : type.members) visit_named(member.type, note);
    if (type.map_of) visit_named(*type.map_of, note);
  }
  return result;
}

// Structs that a member names before they are defined.
std::vector<std::string> forward_declared(const Package& package, const std::vector<const Struct*>& order) {
  std::set<std::string> defined;
  std::set<std::string> result;
  for (const auto* type : order) {
    for (const auto& member : type->members) {
      visit_named(member.type, [&](const Type& used) {
        if (used.kind != Kind::object || used.package != package.name || used.name == type->wire) return;
        if (!defined.contains(used.name)) result.insert(package.structs.at(used.name).name);
      });
    }
    defined.insert(type->wire);
  }
  return {result.begin(), result.end()};
}

std::string enum_text(const Enum& type) {
  std::vector<std::string> names;
  for (const auto& value : type.values) names.push_back(value.name);
  const auto start = (type.deprecated ? "// Deprecated.\n" : "") + ("enum class " + type.name + " {");
  const auto line = wrapped(start + " ", names, " };", 2);
  return (line.find('\n', start.size()) == std::string::npos ? line : start + "\n" + wrapped("  ", names, "\n};", 2)) +
         "\n";
}

std::string struct_text(const Struct& type, Spelling& spelling) {
  std::string result = type.deprecated ? "// Deprecated.\n" : "";
  if (type.map_of) {
    const auto base = "databricks::map<" + spelling.element(*type.map_of) + ">";
    return result + "struct " + type.name + " : ::" + base + " {\n  using " + base + "::map;\n};\n";
  }
  if (type.members.empty()) return result + "struct " + type.name + " {};\n";
  std::set<std::string> names;
  for (const auto& member : type.members) names.insert(member.name);
  spelling.hide(names);
  result += "struct " + type.name + " {\n";
  for (const auto& member : type.members) {
    result += "  " + spelling.member(member.type) + " " + member.name + "{};";
    result += member.deprecated ? "  // Deprecated.\n" : "\n";
  }
  return result + "};\n";
}

std::string model_header(const Api& api, const Package& package) {
  std::string text = "// " + std::string(generated_mark) + "\n#pragma once\n\n#include <databricks/model.hpp>\n";
  for (const auto& other : other_packages(package)) {
    text += "#include <" + directory(api.name_space) + "/models/" + other + ".hpp>\n";
  }
  text += "\nnamespace " + api.name_space + "::" + package.name + " {\n\n";
  if (api.name_space != "databricks") text += "using namespace ::databricks;\n";
  text +=
      "template <class T>\n"
      "const ::databricks::Type& databricks_type(::databricks::Tag<T>);  // the tables live in the library\n"
      "using ::databricks::reflected::operator==;\n"
      "using ::databricks::reflected::operator<<;\n";
  if (!package.enums.empty()) text += "\n";
  for (const auto& [name, type] : package.enums) text += enum_text(type);
  const auto order = in_order(package);
  const auto declared = forward_declared(package, order);
  if (!declared.empty()) text += "\n";
  for (const auto& name : declared) text += "struct " + name + ";\n";
  Spelling spelling(api, package);
  for (const auto* type : order) text += "\n" + struct_text(*type, spelling);
  return text + "\n}  // namespace " + api.name_space + "::" + package.name + "\n";
}

std::vector<std::string> chunk(const std::vector<std::string>& names, std::size_t index) {
  const auto begin = std::min(names.size(), index * describe_limit);
  const auto end = std::min(names.size(), begin + describe_limit);
  return {names.begin() + static_cast<std::ptrdiff_t>(begin), names.begin() + static_cast<std::ptrdiff_t>(end)};
}

std::string large_description(const std::string& kind, const std::string& type, const std::vector<std::string>& names) {
  std::string result = "DATABRICKS_DESCRIBE_LARGE_" + kind + "(" + type + ",\n";
  for (std::size_t i = 0; i < 4; ++i) result += wrapped("  (", chunk(names, i), i == 3 ? "))\n" : "),\n", 3);
  return result;
}

std::string wire_names_text(const std::string& type, const std::vector<std::string>& names,
                            const std::vector<std::string>& wires) {
  const auto all = [&](std::string (*rule)(std::string_view)) {
    return std::equal(names.begin(), names.end(), wires.begin(),
                      [&](const auto& name, const auto& wire) { return rule(name) == wire; });
  };
  if (all(wire_as_described)) return "";
  const auto start = "template <> inline constexpr auto databricks::wire_names<" + type + "> =";
  if (all(wire_camel_case)) return start + " databricks::camel_case;\n";
  std::vector<std::string> literals;
  for (const auto& wire : wires) literals.push_back(literal(wire));
  const auto array = "    std::array<std::string_view, " + std::to_string(wires.size()) + ">{";
  return start + "\n" + wrapped(array, literals, "};", 8) + "\n";
}

std::size_t required_count(const Struct& type) {
  const auto& required = type.required_by_all ? *type.required_by_all : type.required;
  std::size_t count = 0;
  while (count < type.members.size() &&
         std::find(required.begin(), required.end(), type.members[count].wire) != required.end()) {
    ++count;
  }
  return count;
}

struct Description {
  std::string lines;       // in the package's namespace
  std::string data_lines;  // outside
};

void describe(const Enum& type, const std::string& prefix, Description& out) {
  std::vector<std::string> names;
  std::vector<std::string> wires;
  for (const auto& value : type.values) {
    names.push_back(value.name);
    wires.push_back(value.wire);
  }
  if (names.size() > describe_limit) {
    out.lines += large_description("ENUM", type.name, names);
  } else {
    out.lines += wrapped("BOOST_DESCRIBE_ENUM(" + type.name + ", ", names, ")", 4) + "\n";
  }
  out.data_lines += wire_names_text(prefix + type.name, names, wires);
}

void describe(const Struct& type, const std::string& prefix, Description& out) {
  if (type.map_of) return;  // a named map needs no description
  std::vector<std::string> names;
  std::vector<std::string> wires;
  for (const auto& member : type.members) {
    names.push_back(member.name);
    wires.push_back(member.wire);
  }
  if (names.size() > describe_limit) {
    out.lines += large_description("STRUCT", type.name, names);
  } else {
    out.lines += wrapped("BOOST_DESCRIBE_STRUCT(" + type.name + ", (), (", names, "))", 4) + "\n";
  }
  if (const auto count = required_count(type); count > 0) {
    out.data_lines += "template <> inline constexpr std::size_t databricks::required_members<" + prefix + type.name +
                      "> = " + std::to_string(count) + ";\n";
  }
  out.data_lines += wire_names_text(prefix + type.name, names, wires);
}

std::string describe_header(const Api& api, const Package& package) {
  const auto name_space = api.name_space + "::" + package.name;
  Description description;
  for (const auto& [name, type] : package.enums) describe(type, name_space + "::", description);
  for (const auto& [name, type] : package.structs) describe(type, name_space + "::", description);
  std::string text = "// " + std::string(generated_mark) + "\n#pragma once\n\n";
  text += "#include <" + directory(api.name_space) + "/models/" + package.name + ".hpp>\n";
  text += "#include <databricks/reflect.hpp>\n\n#include <array>\n#include <cstddef>\n#include <string_view>\n\n";
  text += "namespace " + name_space + " {\n\n" + description.lines + "\n}  // namespace " + name_space + "\n";
  return text + (description.data_lines.empty() ? "" : "\n") + description.data_lines;
}

}  // namespace

void emit_models(const Api& api, const Package& package, Files& files) {
  const auto path = "models/" + directory(api.name_space) + "/models/" + package.name;
  files[path + ".hpp"] = model_header(api, package);
  files[path + "_describe.hpp"] = describe_header(api, package);
}

}  // namespace specgen
