// Downloads into a file: as one stream or as parts side by side, going on where a broken connection left off.
//
// The same for any other sink takes two things of a plain call. TransportError::bytes_received() says how much of a
// broken answer has reached the sink, and a header asks for the rest:
//
//   const Headers rest{{"Range", "bytes=1000-"}, {"If-Unmodified-Since", last_modified}};
//   client.do_("GET", target, {}, {.to = sink, .headers = rest});
//
// with the Last-Modified of the first answer. Before its first byte a sink must look at the status, in
// ByteSink::begin(): 206 is the rest, 200 is the whole once more. An error with status 412 says that the file has
// changed.
#pragma once

#include <databricks/call.hpp>
#include <databricks/client.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace databricks {

struct DownloadOptions {
  int workers = 1;                                     // parts fetched side by side, 1 to 256; 1: one stream
  std::uint64_t part_bytes = std::uint64_t{32} << 20;  // size of a part, and what a crash loses with `resume`
  bool overwrite = false;                              // replaces a file that is there already
  bool resume = false;                                 // what came before a failure is kept for the next download
  std::optional<int> max_resumes{};                    // of one stream or part; unset: no limit
  int max_resumes_without_progress = 1;                // of them, in a row without a byte in between
  std::string accept = "application/octet-stream";     // empty: no header
  /// For each request; but timeout and deadline are of the whole download, and on_progress counts all of the file: it
  /// is called from the threads that fetch parts, one at a time. `to` must be unset.
  CallOptions call{};
};

struct DownloadResult {
  std::uint64_t bytes = 0;         // of the file
  std::uint64_t resumed_from = 0;  // of them, how many an earlier download had left behind
  int parts = 0;                   // in how many pieces the rest came; 1: as one stream
};

/// The file on the service is not the one any more whose beginning has been received.
class DATABRICKS_API FileChanged : public Error {
 public:
  using Error::Error;
  ~FileChanged() override;
};

/// Downloads what a GET of `target` (see Client::do_) brings, with flat memory. The bytes go to a temporary file beside
/// `path` that gets its name when all of them are there; a failure leaves nothing behind.
///
/// A stream or part that breaks off is continued with a Range request, provided that the service tells size and version
/// (ETag or Last-Modified); else it starts over. Several workers need a service that answers ranges, too; without, the
/// file comes as one stream.
///
/// With `resume` the temporary file is `path.part`, and `path.part.state` says what of it is good. Both stay when a
/// download fails or the process dies; the next one with `resume` for the same target goes on from there. Only one at a
/// time may write a file this way.
///
/// Throws std::system_error, naming the file, when it exists (and `overwrite` is not set), is no regular file or can't
/// be written; this is found out before anything is sent where possible. FileChanged when two answers are not of the
/// same file. InvalidArgument for options that make no sense, and what Client::do_ throws.
DATABRICKS_API DownloadResult download_to_file(const Client& client, std::string_view target, const std::string& path,
                                               const DownloadOptions& options = {});

}  // namespace databricks
