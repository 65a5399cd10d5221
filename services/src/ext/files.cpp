// Client member `files`: what each method is made of.
#include "directory_transfer.hpp"
#include "file_download.hpp"
#include "upload_job.hpp"

#include <databricks/ext/files.hpp>

namespace databricks::ext {

namespace {

void check_enabled(const Engine& engine, const char* what) {
  if (!engine.config().disable_experimental_files_api_client.value_or(false)) return;
  throw NotImplemented(501, "NOT_IMPLEMENTED",
                       std::string(what) + " is not there when disable_experimental_files_api_client is set");
}

}  // namespace

Files::Files(const Client& client) : services::files::Files{client}, upload{{*this}} {}

UploadResult FilesUpload::operator()(const std::string& path, const Source& contents,
                                     const UploadOptions& options) const {
  return run_upload(engine(), path, {.source = contents}, options);
}

UploadResult Files::upload_from(const std::string& path, const std::string& local_file,
                                const UploadOptions& options) const {
  check_enabled(engine(), "upload_from");
  return run_upload(engine(), path, {.file = local_file}, options);
}

DownloadResult Files::download_to(const std::string& path, const std::string& local_file,
                                  const DownloadToOptions& options) const {
  check_enabled(engine(), "download_to");
  return run_download(engine(), path, local_file, options);
}

std::uint64_t Files::download_stream(const std::string& path, const Sink& to, const StreamOptions& options) const {
  return run_stream(engine(), path, to, options);
}

DirectoryResult Files::upload_directory(const std::string& path, const std::string& local_directory,
                                        const DirectoryOptions& options) const {
  return run_directory_upload(*this, path, local_directory, options);
}

DirectoryResult Files::download_directory(const std::string& path, const std::string& local_directory,
                                          const DirectoryOptions& options) const {
  return run_directory_download(*this, path, local_directory, options);
}

}  // namespace databricks::ext
