// Client member `files`: the Files API, and what makes it good for big files and many files.
//
// Big files go directly to and from the object store behind the volume, in parts side by side, under URLs that the
// service signs for it; when the store can't be reached, or refuses, the same bytes go through the service.
#pragma once

#include <databricks/ext/files_options.hpp>
#include <databricks/services/files.hpp>

#include <string>

namespace databricks::ext {

/// The endpoint, one PUT, and the upload that finds its way itself.
struct DATABRICKS_API FilesUpload : decltype(services::files::Files::upload) {
  using Endpoint = decltype(services::files::Files::upload);
  using Endpoint::operator();

  /// Uploads to a path such as `/Volumes/main/default/raw/data.bin`. Small data goes in one request, more of it in
  /// parts. The parts of a source that is no file are kept in memory while they are under way: at most as many as there
  /// are workers, or the minimum of a multipart upload when there is one worker and the size is not known. A source
  /// whose size is known and that ends earlier is an InvalidArgument.
  UploadResult operator()(const std::string& path, const Source& contents, const UploadOptions& options = {}) const;
};

/// Callable from any thread. All methods throw InvalidArgument for options that make no sense, before anything is sent;
/// CallCancelled when `call.stop` asks for it; and what endpoints throw. Threads run only while a method does.
struct DATABRICKS_API Files : services::files::Files {
  Files(const Client& client);

  FilesUpload upload;

  /// Uploads a local file, whose parts are read where they lie: memory stays flat. Throws std::system_error when it
  /// can't be read, InvalidArgument when it changed meanwhile, NotImplemented when
  /// Config::disable_experimental_files_api_client is set.
  UploadResult upload_from(const std::string& path, const std::string& local_file,
                           const UploadOptions& options = {}) const;

  /// Downloads into a local file, which appears when it is complete: see databricks::download_to_file() for that, for
  /// resumption and for errors of the local file. Throws FileChanged when the file changes meanwhile, NotImplemented
  /// when Config::disable_experimental_files_api_client is set.
  DownloadResult download_to(const std::string& path, const std::string& local_file,
                             const DownloadToOptions& options = {}) const;

  /// Hands the file, or a range of it, to a sink, in order and each byte once; goes on where a connection breaks off.
  /// Returns the number of bytes. Throws FileChanged when the file changes meanwhile, and TransportError when a stream
  /// that can't be continued breaks off.
  std::uint64_t download_stream(const std::string& path, const Sink& to, const StreamOptions& options = {}) const;

  /// Uploads the files below a local directory, several at once, and makes the directories. Links to files count as
  /// files; other links are skipped. The first failure ends it; what was uploaded stays.
  DirectoryResult upload_directory(const std::string& path, const std::string& local_directory,
                                   const DirectoryOptions& options = {}) const;
  /// Downloads all below a directory. Throws UnexpectedResponse for names that would lead out of the local one.
  DirectoryResult download_directory(const std::string& path, const std::string& local_directory,
                                     const DirectoryOptions& options = {}) const;
};

}  // namespace databricks::ext
