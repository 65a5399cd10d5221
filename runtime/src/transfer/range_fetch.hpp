// Brings a piece of a file in as many requests as it takes. Knows nothing of clients and files: how a request is sent
// and where the bytes go is its caller's.
#pragma once

#include "transfer/file_version.hpp"

#include <databricks/function.hpp>
#include <databricks/stream.hpp>

namespace databricks::detail {

/// What of a file is still to come.
struct Piece {
  std::uint64_t position = 0;
  std::optional<std::uint64_t> to{};  // behind its last byte; unset: the end of the file, wherever that is
};

struct ResumeLimits {
  std::optional<int> in_all{};
  int without_progress = 1;
};

/// Sends a GET with these headers besides its own, the body into the sink. Throws for status 400 and more.
using SendGet = Function<void(const Headers& headers, const Sink& sink)>;
/// Takes bytes of the file. Offsets grow, but for a piece that starts over.
using WriteAt = Function<void(std::uint64_t offset, std::string_view bytes)>;

/// Fetches the piece; its position is where the bytes that were written end, after a failure too. `version` is what is
/// known of the file, and gets what the first answer tells. When the service answers the whole file to a piece from
/// position 0, the piece becomes the whole. Throws FileChanged, UnexpectedResponse for an answer that is not what was
/// asked for, and what `get` and `write` throw.
void fetch_piece(const SendGet& get, const WriteAt& write, const ResumeLimits& limits, Piece& piece,
                 FileVersion& version);

}  // namespace databricks::detail
