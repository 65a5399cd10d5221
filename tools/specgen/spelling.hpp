// How types are written in the generated code.
#pragma once

#include "api.hpp"

#include <set>
#include <string>

namespace specgen {

class Spelling {
 public:
  /// `own_prefix` stands before types of the package itself.
  Spelling(const Api& api, const Package& package, std::string own_prefix = "")
      : api_(api), package_(package), own_prefix_(std::move(own_prefix)) {}

  /// Names that mean something else here, members of the struct for instance.
  void hide(std::set<std::string> names) { hidden_ = std::move(names); }
  std::string member(const Type& type) const;
  /// As an element of a list, or as an answer.
  std::string element(const Type& type) const;
  std::string word(const std::string& name) const;
  std::string named(const Type& type) const;

 private:
  const Api& api_;
  const Package& package_;
  std::string own_prefix_;
  std::set<std::string> hidden_{};
};

/// The C++ name of a struct or enumeration, without its namespace.
std::string type_name(const Api& api, const Type& type);
/// Its name with all namespaces: `databricks::compute::ClusterDetails`.
std::string qualified_name(const Api& api, const Type& type);
/// Calls `visit` with every struct and enumeration in the type.
template <class Visit>
void visit_named(const Type& type, Visit visit) {
  if (type.kind == Kind::object || type.kind == Kind::enumeration) visit(type);
  for (const auto& element : type.element) visit_named(element, visit);
}

}  // namespace specgen
