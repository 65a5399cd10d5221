// Fetches the pages of one list, one after the other.
#pragma once

#include "call/page_style.hpp"

#include <databricks/service.hpp>

#include <memory>
#include <string>
#include <utility>

namespace databricks::detail {

struct FetchedPage {
  std::unique_ptr<void, void (*)(void*)> response;
  std::optional<std::string> next;  // the place of the page after it; unset: there is none
};

/// Used by one thread at a time.
class PageFetcher {
 public:
  PageFetcher(Engine& engine, const EndpointTable& endpoint, std::shared_ptr<void> request, const CallOptions& options);

  /// The place of the first page; empty: the beginning.
  void start_at(std::string place) { next_ = std::move(place); }
  /// Throws what a call throws, and Error when the service leads round in circles. Not to be called after the last
  /// page.
  std::unique_ptr<FetchedPage> fetch(const std::stop_token& stop);

  const EndpointTable& endpoint() const { return endpoint_; }
  /// The caller's.
  const std::stop_token& stop() const { return stop_; }

 private:
  void check_moves(const void* response);

  std::shared_ptr<Engine> engine_;
  const EndpointTable& endpoint_;
  std::shared_ptr<void> request_;
  CallOptions options_;
  std::stop_token stop_;
  CircleGuard guard_{};
  std::optional<std::size_t> last_items_{};  // of a counted list: a hash of the page before
  int repeated_ = 0;                         // how often that has come again
  std::string next_{};
  bool begun_ = false;
};

}  // namespace databricks::detail
