// The files of volumes, which the Files API and the object store behind it both serve.
#pragma once

#include "testing/local/file_tree.hpp"

#include <databricks/field.hpp>
#include <databricks/http.hpp>

#include <memory>
#include <mutex>
#include <string>

namespace databricks::testing::local {

struct Volumes {
  std::mutex mutex{};  // of the tree
  FileTree tree{};
};

/// With one volume: main.default.data.
std::shared_ptr<Volumes> new_volumes();

/// `/Volumes/...`. Throws DatabricksError for any other path.
std::string volume_path(const optional<std::string>& field);

/// Null: there is no such file.
const FileNode* find_file(const FileTree& tree, const std::string& path);
/// Throws DatabricksError when a file is there that must stay.
void check_free(const FileTree& tree, const std::string& path, bool overwrite);

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string last_modified(const FileNode& file);
/// Another one with each write.
std::string etag(const FileNode& file);
/// Whether If-Match and If-Unmodified-Since let the file be read (RFC 9110 13.1).
bool meets_preconditions(const FileNode& file, const Headers& headers);

}  // namespace databricks::testing::local
