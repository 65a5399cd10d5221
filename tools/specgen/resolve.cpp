#include "resolve.hpp"

#include "names.hpp"
#include "operations.hpp"
#include "schemas.hpp"

#include <algorithm>

namespace specgen {
namespace {

// Package of a document that is not in Databricks' dialect; the names that the runtime and the generated code use
// for other things are taken.
std::string package_name(const openapi::Document& document) {
  const auto title = document.info.title.value_or("");
  auto name = title.empty() ? "api" : escaped(snake_case(title));
  for (const auto* taken : {"detail", "packages", "reflected", "services", "std", "databricks"}) {
    if (name == taken) name += "_api";
  }
  return name;
}

void check_method(const Package& package, const std::string& service, const std::string& method, const Operation& from,
                  Problems& problems) {
  for (const auto& candidate : package.services) {
    if (candidate.name != service) continue;
    for (const auto& operation : candidate.operations) {
      if (operation.method == method) return;
    }
  }
  problems.report(from.pointer, "there is no method `" + method + "` of " + service);
}

void check_methods(const Package& package, Problems& problems) {
  for (const auto& service : package.services) {
    for (const auto& operation : service.operations) {
      if (operation.waits) check_method(package, service.name, operation.waits->poll, operation, problems);
      if (operation.long_running) {
        check_method(package, service.name, operation.long_running->poll, operation, problems);
      }
      if (operation.data_plane) {
        check_method(package, operation.data_plane->service, operation.data_plane->method, operation, problems);
      }
    }
  }
}

// Required members first, in their order, then the others by name.
void sort_members(Struct& type) {
  const auto rank = [&](const Member& member) {
    return std::find(type.required.begin(), type.required.end(), member.wire) - type.required.begin();
  };
  std::stable_sort(type.members.begin(), type.members.end(), [&](const auto& a, const auto& b) {
    const auto rank_a = rank(a);
    const auto rank_b = rank(b);
    return rank_a != rank_b ? rank_a < rank_b : a.name < b.name;
  });
}

}  // namespace

Api resolve(const openapi::Document& document, const std::string& name_space, Problems& problems) {
  const bool is_dialect =
      std::any_of(document.tags.begin(), document.tags.end(), [](const auto& tag) { return tag.package.has_value(); });
  const auto package = is_dialect ? "" : package_name(document);
  Api api{.name_space = name_space};
  Schemas schemas(document, package, api, problems);
  schemas.add_components();
  Operations operations(document, package, schemas, api, problems);
  operations.add_services();
  operations.add_paths();
  for (auto& [name, content] : api.packages) {
    content.name = name;
    for (auto& [wire, type] : content.structs) sort_members(type);
    std::sort(content.services.begin(), content.services.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    for (auto& service : content.services) {
      std::sort(service.operations.begin(), service.operations.end(),
                [](const auto& a, const auto& b) { return a.method < b.method; });
    }
    check_methods(content, problems);
  }
  return api;
}

}  // namespace specgen
