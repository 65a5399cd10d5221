// Installing libraries on a cluster, and waiting until they are there.
#pragma once

#include <databricks/services/compute.hpp>

#include <string>

namespace databricks::compute {
struct Library;
}

namespace databricks::ext {

/// What shall change on a cluster.
struct LibraryUpdate {
  std::string cluster_id{};
  list<compute::Library> install{};
  list<compute::Library> uninstall{};  // gone when the cluster restarts
  /// For what was installed before: libraries that can't be installed are no error, but uninstalled.
  bool refresh = false;
};

/// A library as one text: `whl:...`, `jar:...`, `egg:...`, `requirements:...`, `pypi:`, `mvn:` or `cran:` and what
/// names it; else `unknown`. Two libraries with the same text are the same.
DATABRICKS_API std::string library_text(const compute::Library& library);

/// Like all services: callable from any thread, cheap to copy.
struct DATABRICKS_API Libraries : services::compute::Libraries {
  Libraries(const Client& client);

  /// Uninstalls, installs, and returns when none of those to be installed is pending; those of all clusters and those
  /// not named don't count. The last statuses are the answer. A cluster that does not exist yet is waited for. The time
  /// limit is 30 minutes when unset.
  /// Throws OperationFailed that names the libraries that can't be installed, one per line, each with the service's
  /// messages; OperationTimeout; CallCancelled; and what a call throws, the messages of the service beginning with
  /// `uninstall: ` and `install: `.
  compute::ClusterLibraryStatuses update_and_wait(
      const LibraryUpdate& update, const WaitOptions<compute::ClusterLibraryStatuses>& options = {}) const;
};

}  // namespace databricks::ext
