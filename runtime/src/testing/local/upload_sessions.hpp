// Uploads under way: what has come of files that are not there yet.
#pragma once

#include "testing/local/volumes.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace databricks::testing::local {

/// Callable from any thread. A file appears in the volume when its upload is complete.
class UploadSessions {
 public:
  explicit UploadSessions(std::shared_ptr<Volumes> volumes) : volumes_(std::move(volumes)) {}

  using Etags = std::vector<std::pair<std::int64_t, std::string>>;  // by part number

  // Of the service. These throw DatabricksError; also for a session that there is not, or is one of another file.

  /// The session's token.
  std::string open(const std::string& path, bool overwrite);
  void check(const std::string& token, const std::string& path) const;
  /// The file is made of these parts, which must be ascending; others are dropped.
  void complete(const std::string& token, const std::string& path, const Etags& parts);

  // Of the store. These throw StoreRefused; also for a session that there is not.

  /// Replaces one of the same number.
  void put_part(const std::string& token, std::int64_t number, const std::string& etag, std::string bytes);
  struct Stored {
    std::uint64_t bytes = 0;
    bool is_complete = false;
  };
  /// `bytes 0-99/*`, `bytes 100-149/150`, or without bytes `bytes */*`, a question. What is there already stays as it
  /// is. Complete is what has as many bytes as the range says last; then, asking goes on to work.
  Stored put_piece(const std::string& token, const std::string& range, std::string_view bytes);
  void abort(const std::string& token);

 private:
  struct Part {
    std::string etag;
    std::string bytes;
  };
  struct Session {
    std::string path;
    bool overwrite = false;
    std::map<std::int64_t, Part> parts{};
    std::string stream{};
    std::optional<std::uint64_t> complete{};  // the size of a stream that has become a file
  };

  const Session& find(const std::string& token, const std::string& path) const;
  Session& find_in_store(const std::string& token);
  void check_room(const Session& session) const;
  void land(const Session& session, std::string bytes);

  const std::shared_ptr<Volumes> volumes_;
  mutable std::mutex mutex_;
  std::map<std::string, Session> sessions_;  // by token
};

}  // namespace databricks::testing::local
