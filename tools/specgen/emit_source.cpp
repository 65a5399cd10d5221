// The source of a package: the only translation unit in which its tables are made.
#include "emit.hpp"
#include "spelling.hpp"
#include "text.hpp"

#include <vector>

namespace specgen {
namespace {

constexpr std::size_t describe_limit = 52;

std::vector<std::string> type_names(const Package& package) {
  std::vector<std::string> names;
  for (const auto& [wire, type] : package.enums) names.push_back(type.name);
  for (const auto& [wire, type] : package.structs) names.push_back(type.name);
  return names;
}

std::string description(const Service& service) {
  std::vector<std::string> names;
  for (const auto& operation : service.operations) names.push_back(operation.name);
  if (names.size() <= describe_limit) {
    return wrapped("BOOST_DESCRIBE_STRUCT(" + service.name + ", (), (", names, "))", 4) + "\n";
  }
  std::string text = "DATABRICKS_DESCRIBE_LARGE_STRUCT(" + service.name;
  std::size_t index = 0;
  for (int chunk = 0; chunk < 4; ++chunk) {
    std::vector<std::string> part;
    for (; index < names.size() && part.size() < describe_limit; ++index) part.push_back(names[index]);
    text += ",\n" + wrapped("  (", part, ")", 3);
  }
  return text + ")\n";
}

std::string services_text(const std::string& name_space, const Package& package) {
  std::string text;
  const auto place = name_space + "::services::" + package.name;
  text += "namespace " + place + " {\n\n";
  for (const auto& service : package.services) text += description(service);
  return text + "\n}  // namespace " + place + "\n\n";
}

std::string tables_text(const std::string& name_space, const Package& package) {
  const auto place = name_space + "::" + package.name;
  std::string text = "namespace " + place + " {\n\n";
  text +=
      "template <class T>\n"
      "const ::databricks::Type& databricks_type(::databricks::Tag<T>) {\n"
      "  return ::databricks::detail::table<T>::type;\n"
      "}\n\n";
  for (const auto& name : type_names(package)) {
    text += "template DATABRICKS_API const ::databricks::Type& databricks_type(::databricks::Tag<" + name + ">);\n";
  }
  return text + "\n}  // namespace " + place + "\n\n";
}

std::string package_table(const std::string& name_space, const Package& package) {
  const auto types = "::" + name_space + "::" + package.name + "::";
  const auto services = "::" + name_space + "::services::" + package.name + "::";
  std::string text = "namespace " + name_space + "::packages {\nnamespace {\n\n";
  if (!package.services.empty()) {
    text += "constexpr ::databricks::ServiceTable service_tables[] = {\n";
    for (const auto& service : package.services) {
      text += "    ::databricks::service_table<" + services + service.name + ">(" + literal(service.client) + ", " +
              literal(service.accessor) + "),\n";
    }
    text += "};\n";
  }
  const auto names = type_names(package);
  if (!names.empty()) {
    text += "constexpr ::databricks::TypeFunction types[] = {\n";
    for (const auto& name : names) text += "    ::databricks::type_of<" + types + name + ">,\n";
    text += "};\n";
  }
  const auto table = "const ::databricks::PackageTable " + package.name;
  text += "\n}  // namespace\n\nextern " + table + ";\n";
  text += "constinit " + table + "{" + literal(package.name) + ", " +
          (package.services.empty() ? "{}" : "service_tables") + ", " + (names.empty() ? "{}" : "types") + "};\n";
  return text + "\n}  // namespace " + name_space + "::packages\n";
}

}  // namespace

void emit_package_source(const Api& api, const Package& package, Files& files) {
  const auto root = directory(api.name_space);
  std::string text = "// " + std::string(generated_mark) + "\n";
  text += "#include <" + root + "/models/" + package.name + ".hpp>\n";
  text += "#include <" + root + "/models/" + package.name + "_describe.hpp>\n";
  text += "#include <" + root + "/services/" + package.name + ".hpp>\n\n";
  text += "#include <databricks/package.hpp>\n\n";
  text += services_text(api.name_space, package);
  text += tables_text(api.name_space, package);
  text += package_table(api.name_space, package);
  files["services/src/" + package.name + ".cpp"] = text;
}

}  // namespace specgen
