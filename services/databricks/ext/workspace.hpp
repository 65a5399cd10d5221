// Notebooks and files of the workspace, as bytes and of any size.
#pragma once

#include <databricks/client.hpp>
#include <databricks/services/workspace.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace databricks::workspace {  // of <databricks/models/workspace.hpp>
enum class ExportFormat;
enum class ImportFormat;
enum class Language;
struct ObjectInfo;
}  // namespace databricks::workspace

namespace databricks::ext {

struct WorkspaceUploadOptions {
  std::optional<workspace::ImportFormat> format{};  // unset: the service's, a notebook's source
  std::optional<workspace::Language> language{};    // unset: by the ending .py, .sql, .scala or .R of sources
  bool overwrite = false;
};

struct WorkspaceWalkOptions {
  std::optional<std::int64_t> notebooks_modified_after{};  // milliseconds since 1970; unset: all
};

/// Besides the API's own operations. Callable from any thread. Members throw what calls throw.
struct DATABRICKS_API Workspace : services::workspace::Workspace {
  explicit Workspace(const Client& client) : services::workspace::Workspace{client}, client_(client) {}

  /// Imports a notebook or file beyond the 10 MB of `import`; the service takes some 500 MB. Streams that can be
  /// rewound are sent again when the service is not ready. InvalidParameterValue then hints at ImportFormat::AUTO.
  void upload(const std::string& path, const Source& contents, const WorkspaceUploadOptions& options = {},
              const CallOptions& call = {}) const;
  /// Exports to a sink, with flat memory.
  void download(const std::string& path, const Sink& to, std::optional<workspace::ExportFormat> format = std::nullopt,
                const CallOptions& call = {}) const;
  std::string read_file(const std::string& path, const CallOptions& call = {}) const;
  /// With ImportFormat::AUTO; replaces what is there.
  void write_file(const std::string& path, const std::string& contents, const CallOptions& call = {}) const;

  /// All that is beneath a directory, breadth first, without the directories themselves; repos are listed and not
  /// entered. Directories that vanish meanwhile are skipped.
  std::vector<workspace::ObjectInfo> list_recursive(const std::string& path, const WorkspaceWalkOptions& options = {},
                                                    const CallOptions& call = {}) const;

 private:
  Client client_;
};

}  // namespace databricks::ext
