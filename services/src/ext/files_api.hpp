// What the service has to be asked for transfers with the object store behind it. Not in the specification.
#pragma once

#include "transfer/object_store.hpp"

#include <databricks/call.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace databricks::ext {

struct UploadSession {
  std::string token{};  // a secret
  bool is_resumable = false;
};

struct PartUrl {
  std::int64_t number = 0;
  detail::PresignedUrl url{};
};

/// Calls of one transfer of one file, with the options of that. Callable from any thread. Throws what endpoints throw,
/// and UnexpectedResponse for answers without what was asked for.
class FilesApi {
 public:
  /// Throws InvalidArgument for a path that does not begin with `/`.
  FilesApi(Engine& engine, std::string path, const CallOptions& call);

  Engine& engine() const { return *engine_; }
  const std::string& path() const { return path_; }
  const Config& config() const { return engine_->config(); }
  const FilesConfig& knobs() const { return engine_->config().files_ext; }
  /// Of the transfer, without sink and progress.
  const CallOptions& call() const { return call_; }
  CallOptions call(const std::stop_token& stop) const;

  void upload(const Source& contents, std::optional<bool> overwrite, const CallOptions& call) const;
  void download(const CallOptions& call) const;
  /// The size of the file, if the service tells.
  std::optional<std::uint64_t> size(const CallOptions& call) const;

  UploadSession initiate(std::optional<bool> overwrite) const;
  /// At least one; the first is for `first`.
  std::vector<PartUrl> part_urls(const UploadSession& session, std::int64_t first, std::int64_t count,
                                 const CallOptions& call) const;
  void complete(const UploadSession& session, const std::map<std::int64_t, std::string>& etags) const;
  detail::PresignedUrl abort_url(const UploadSession& session, const CallOptions& call) const;
  detail::PresignedUrl resumable_url(const UploadSession& session) const;
  detail::PresignedUrl download_url(const CallOptions& call) const;

  /// Goes to the client's log.
  void warn(const std::string& text) const;

 private:
  std::shared_ptr<Engine> engine_;
  std::string path_;
  CallOptions call_;
};

}  // namespace databricks::ext
