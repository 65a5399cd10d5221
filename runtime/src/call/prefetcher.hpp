// Fetches pages ahead of their use, on a thread of its own.
#pragma once

#include "call/page_fetcher.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace databricks::detail {

/// The destructor cancels what is on its way and waits for the thread.
class Prefetcher {
 public:
  /// Keeps up to `depth` pages ready, and fetches no more than asked for once they had `enough` items. The fetcher
  /// belongs to the thread until the end.
  Prefetcher(PageFetcher& fetcher, std::size_t depth, std::size_t enough);

  /// The next page, waited for if need be; throws what fetching it threw. Not to be called after that, nor after the
  /// last page.
  std::unique_ptr<FetchedPage> next();

 private:
  void run(const std::stop_token& going);
  bool wait_for_work(const std::stop_token& going);
  bool add(std::unique_ptr<FetchedPage> page);

  PageFetcher& fetcher_;
  const std::size_t depth_;
  const std::size_t enough_;
  std::size_t fetched_ = 0;  // items; of the thread
  std::mutex mutex_{};
  std::condition_variable_any changed_{};
  std::deque<std::unique_ptr<FetchedPage>> ready_{};
  std::exception_ptr error_{};
  bool wanted_ = false;  // someone waits in next()
  std::jthread thread_;
};

}  // namespace databricks::detail
