// Downloads of one file: into a local one, or to a sink.
#pragma once

#include <databricks/ext/files_options.hpp>

#include <string>

namespace databricks {
class Engine;
}

namespace databricks::ext {

/// What Files::download_to and Files::download_stream promise.
DownloadResult run_download(Engine& engine, const std::string& path, const std::string& local_file,
                            const DownloadToOptions& options);
std::uint64_t run_stream(Engine& engine, const std::string& path, const Sink& to, const StreamOptions& options);

}  // namespace databricks::ext
