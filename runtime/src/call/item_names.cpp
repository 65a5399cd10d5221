// Items of a list by their names.
#include "call/field_access.hpp"

#include <databricks/pages.hpp>

namespace databricks {

NameError::NameError(std::size_t matches, const std::string& message) : Error(message), matches_(matches) {}
NameError::~NameError() = default;

namespace detail {

namespace {

// `ClusterDetails` of `compute.ClusterDetails`.
std::string plain_name(const Type& type) {
  const auto dot = type.name.rfind('.');
  return std::string(dot == type.name.npos ? type.name : type.name.substr(dot + 1));
}

std::string quoted(std::string_view name) { return std::string(" named '").append(name).append("'"); }

}  // namespace

void* PageWalk::seek_name(std::string_view name) {
  const Type& type = item_type();
  for (void* here = item(); here != nullptr; pass_item(), here = item()) {
    if (text_at(type, here, endpoint().item_name) == name) return here;
  }
  return nullptr;
}

void PageWalk::require_one(std::size_t matches, std::string_view name) const {
  const std::string type = plain_name(item_type());
  if (matches == 0) throw NameError(0, type + quoted(name) + " does not exist");
  if (matches == 1) return;
  throw NameError(matches, "there are " + std::to_string(matches) + " instances of " + type + quoted(name));
}

std::map<std::string, std::string> PageWalk::ids_by_name() {
  std::map<std::string, std::string> ids;
  const Type& type = item_type();
  for (void* here = item(); here != nullptr; pass_item(), here = item()) {
    auto name = text_at(type, here, endpoint().item_name);
    if (name.empty()) continue;
    const auto [at, added] = ids.emplace(std::move(name), text_at(type, here, endpoint().item_id));
    if (!added) throw NameError(2, "duplicate ." + std::string(endpoint().item_name) + ": " + at->first);
  }
  return ids;
}

}  // namespace detail
}  // namespace databricks
