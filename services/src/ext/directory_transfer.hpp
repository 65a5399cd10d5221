// Trees of files, up and down.
#pragma once

#include <databricks/ext/files.hpp>

namespace databricks::ext {

/// What Files::upload_directory and Files::download_directory promise.
DirectoryResult run_directory_upload(const Files& files, const std::string& path, const std::string& local,
                                     const DirectoryOptions& options);
DirectoryResult run_directory_download(const Files& files, const std::string& path, const std::string& local,
                                       const DirectoryOptions& options);

}  // namespace databricks::ext
