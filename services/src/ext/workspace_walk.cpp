// The tree of notebooks and files.
#include <databricks/ext/workspace.hpp>

#include <databricks/models/workspace.hpp>

#include <set>

namespace databricks::ext {

namespace {

using Api = services::workspace::Workspace;

std::vector<workspace::ObjectInfo> list_one(const Api& api, const workspace::ListWorkspaceRequest& request,
                                            const CallOptions& call, bool may_be_gone) {
  try {
    return api.list(request, call).collect();
  } catch (const NotFound&) {
    if (!may_be_gone) throw;
    return {};
  }
}

}  // namespace

std::vector<workspace::ObjectInfo> Workspace::list_recursive(const std::string& path,
                                                             const WorkspaceWalkOptions& options,
                                                             const CallOptions& call) const {
  CallOptions marked = call;
  marked.user_agent += std::string(call.user_agent.empty() ? "" : " ") + "sdk-feature/recursive-list";
  std::vector<workspace::ObjectInfo> found;
  std::vector<std::string> directories{path};
  std::set<std::string> seen{path};  // a tree that leads back to itself ends, too
  for (std::size_t i = 0; i < directories.size(); ++i) {
    workspace::ListWorkspaceRequest request{.path = directories[i]};
    if (options.notebooks_modified_after) request.notebooks_modified_after = *options.notebooks_modified_after;
    for (auto& object : list_one(*this, request, marked, i > 0)) {
      if (object.object_type != workspace::ObjectType::DIRECTORY) {
        found.push_back(std::move(object));
      } else if (object.path.has_value() && seen.insert(*object.path).second) {
        directories.push_back(*object.path);
      }
    }
  }
  return found;
}

}  // namespace databricks::ext
