// The clients, which have a member for every service, and the list of all packages.
#include "emit.hpp"
#include "names.hpp"
#include "text.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace specgen {
namespace {

struct Client {
  std::string kind;   // as in Service::client
  std::string name;   // of the class
  std::string file;   // without extension
  std::string level;  // enumerator of ClientLevel
};

const Client clients[] = {{"workspace", "WorkspaceClient", "workspace_client", "workspace"},
                          {"account", "AccountClient", "account_client", "account"},
                          {"api", "ApiClient", "api_client", "workspace"}};

std::set<std::string> extensions(const Api& api, const Client& client) {
  const auto found = api.extensions.find(client.kind);
  return found == api.extensions.end() ? std::set<std::string>() : found->second;
}

std::vector<std::string> service_members(const Api& api, const Client& client) {
  const auto extended = extensions(api, client);
  std::vector<std::string> members;
  for (const auto& accessor : extended) {
    members.push_back(accessor + " ::" + api.name_space + "::ext::" + pascal_case(accessor));
  }
  for (const auto& [name, package] : api.packages) {
    for (const auto& service : package.services) {
      if (service.client != client.kind || service.accessor.find('.') != std::string::npos) continue;
      if (extended.contains(service.accessor)) continue;
      members.push_back(escaped(service.accessor) + " ::" + api.name_space + "::services::" + name +
                        "::" + service.name);
    }
  }
  std::sort(members.begin(), members.end());
  // A member called `services` hides the namespace.
  const bool is_hidden =
      std::any_of(members.begin(), members.end(), [](const auto& member) { return member.starts_with("services "); });
  std::vector<std::string> result;
  for (const auto& member : members) {
    const auto blank = member.find(' ');
    auto type = member.substr(blank + 1);
    if (!is_hidden) type = type.substr(api.name_space.size() + 4);
    result.push_back("  " + type + " " + member.substr(0, blank) + "{*this};\n");
  }
  return result;
}

// What the account's client can do besides calling: implemented by hand in services/src/ext.
bool leads_to_workspaces(const Api& api, const Client& client) {
  const auto package = api.packages.find("provisioning");
  return client.kind == "account" && package != api.packages.end() && package->second.structs.contains("Workspace") &&
         api.name_space == "databricks";
}

std::string header(const Api& api, const Client& client, const std::vector<std::string>& members) {
  std::string text = "// " + std::string(generated_mark) + "\n#pragma once\n\n#include <databricks/client.hpp>\n";
  for (const auto& accessor : extensions(api, client)) {
    text += "#include <" + directory(api.name_space) + "/ext/" + accessor + ".hpp>\n";
  }
  for (const auto& [name, package] : api.packages) {
    const bool is_used = std::any_of(package.services.begin(), package.services.end(),
                                     [&](const auto& service) { return service.client == client.kind; });
    if (is_used) text += "#include <" + directory(api.name_space) + "/services/" + name + ".hpp>\n";
  }
  const auto& name = client.name;
  text += "\nnamespace " + api.name_space + " {\n\n";
  if (leads_to_workspaces(api, client)) {
    text += "class WorkspaceClient;\nnamespace provisioning {\nstruct Workspace;\n}\n\n";
  }
  text += "class DATABRICKS_API " + name + " : public ::databricks::Client {\n public:\n";
  text += "  /// Resolves the configuration; nothing is sent. Throws ConfigError.\n";
  text += "  explicit " + name + "(::databricks::Config config = {});\n";
  text += "  " + name + "(const " + name + "&);\n";
  text += "  " + name + "& operator=(const " + name + "&);\n";
  text += "  ~" + name + "();\n\n";
  if (leads_to_workspaces(api, client)) {
    text +=
        "  /// A client of one of the account's workspaces, with the same settings and credentials of the same kind. "
        "Nothing\n"
        "  /// is sent. Throws InvalidArgument for a workspace without id or with a deployment name that is no "
        "host's.\n"
        "  WorkspaceClient get_workspace_client(const provisioning::Workspace& workspace) const;\n\n";
  }
  for (const auto& member : members) text += member;
  return text + "};\n\n}  // namespace " + api.name_space + "\n";
}

std::string source(const Api& api, const Client& client) {
  const auto& name = client.name;
  std::string text = "// " + std::string(generated_mark) + "\n";
  text += "#include <" + directory(api.name_space) + "/" + client.file + ".hpp>\n\n#include <utility>\n\n";
  text += "namespace " + api.name_space + " {\n\n";
  text += name + "::" + name + "(::databricks::Config config)\n    : ::databricks::Client(std::move(config), " +
          "::databricks::ClientLevel::" + client.level + ") {}\n";
  text += name + "::" + name + "(const " + name + "&) = default;\n";
  text += name + "& " + name + "::operator=(const " + name + "&) = default;\n";
  text += name + "::~" + name + "() = default;\n";
  return text + "\n}  // namespace " + api.name_space + "\n";
}

std::string api_header(const Api& api) {
  return "// " + std::string(generated_mark) +
         "\n#pragma once\n\n#include <databricks/endpoint_table.hpp>\n#include <databricks/export.hpp>\n\n"
         "#include <span>\n\nnamespace " +
         api.name_space + " {\n\n/// All packages: every service, endpoint and type.\n" +
         "DATABRICKS_API extern const std::span<const ::databricks::PackageTable* const> api;\n\n}  // namespace " +
         api.name_space + "\n";
}

std::string api_source(const Api& api) {
  std::string text = "// " + std::string(generated_mark) + "\n#include <" + directory(api.name_space) + "/api.hpp>\n\n";
  text += "namespace " + api.name_space + " {\nnamespace packages {\n\n";
  std::vector<std::string> addresses;
  for (const auto& [name, package] : api.packages) {
    text += "extern const ::databricks::PackageTable " + name + ";\n";
    addresses.push_back("&packages::" + name);
  }
  text += "\n}  // namespace packages\n\n";
  if (addresses.empty()) {
    text += "constinit const std::span<const ::databricks::PackageTable* const> api{};\n";
  } else {
    text += "static constexpr const ::databricks::PackageTable* const all[] = {\n";
    text += wrapped("    ", addresses, "};", 4) + "\n";
    text += "constinit const std::span<const ::databricks::PackageTable* const> api{all};\n";
  }
  return text + "\n}  // namespace " + api.name_space + "\n";
}

}  // namespace

void emit_clients(const Api& api, Files& files) {
  const auto root = "services/" + directory(api.name_space) + "/";
  for (const auto& client : clients) {
    const auto members = service_members(api, client);
    if (members.empty()) continue;
    files[root + client.file + ".hpp"] = header(api, client, members);
    files["services/src/" + client.file + ".cpp"] = source(api, client);
  }
  files[root + "api.hpp"] = api_header(api);
  files["services/src/api.cpp"] = api_source(api);
}

void emit_build(const Api&, Files& files) {
  std::string sources;
  for (const auto& [path, text] : files) {
    if (path.starts_with("services/src/")) sources += "  '" + path.substr(std::string("services/").size()) + "',\n";
  }
  const auto mark = "# " + std::string(generated_mark) + "\n";
  files["services/meson.build"] = mark + "package_sources = files(\n" + sources + ")\n";
}

}  // namespace specgen
