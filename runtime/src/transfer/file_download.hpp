// A download into a file, from wherever its bytes come.
#pragma once

#include <databricks/download.hpp>

namespace databricks::detail {

struct DownloadJob {
  std::string name;  // of the file on the service: a download is resumed only under the same one
  /// Sends a GET with the headers, sink and limits of these options. Called from several threads at once. Throws as
  /// Client::do_ does.
  Function<void(const CallOptions&)> get;
  Clock* clock;
  /// Looks at the temporary file, which is complete, before it gets its name. Unset: nothing does.
  Function<void(const std::string& temporary)> verify{};
};

/// What download_to_file() promises.
DownloadResult download_file(const DownloadJob& job, const std::string& path, const DownloadOptions& options);

}  // namespace databricks::detail
