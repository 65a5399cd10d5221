// A GET of a file, from the object store while that works, else from the service.
#pragma once

#include "files_api.hpp"
#include "transfer/content_check.hpp"
#include "transfer/object_store.hpp"

#include <mutex>
#include <optional>

namespace databricks::ext {

/// All requests of one download share it, from several threads.
class FileGet {
 public:
  FileGet(const FilesApi& api, const detail::ObjectStore& store, int most_renewals);

  /// Sends a GET with the headers, sink and limits of the options. Throws as an endpoint does: also for a refused
  /// precondition or range. Whatever else goes wrong before the answer begins leads to the service.
  void operator()(const CallOptions& call);

  /// Checksums of the whole file, as far as they were told.
  detail::ContentSums sums() const;

 private:
  struct Url {
    detail::PresignedUrl url;
    int generation;
  };
  enum class Origin { unknown, store, service };
  class Screen;

  bool get_from_store(const CallOptions& call);
  void get_from_service(const CallOptions& call);
  std::optional<Url> current_url(const CallOptions& call, int not_generation);
  bool is_plain() const;
  void go_plain(const std::string& why);
  CallOptions adapted(CallOptions call, Origin origin) const;
  /// Whether ETags of this origin count.
  bool begin(Origin origin, const HttpResponse& head);

  const FilesApi& api_;
  const detail::ObjectStore& store_;
  const int most_renewals_;
  mutable std::mutex mutex_;  // for what follows
  std::optional<Url> url_{};
  bool plain_;
  Origin first_ = Origin::unknown;  // who answered first: only its ETags count
  detail::ContentSums sums_{};
};

}  // namespace databricks::ext
