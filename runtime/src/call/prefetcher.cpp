#include "call/prefetcher.hpp"

namespace databricks::detail {

Prefetcher::Prefetcher(PageFetcher& fetcher, std::size_t depth, std::size_t enough)
    : fetcher_(fetcher),
      depth_(depth),
      enough_(enough),
      thread_([this](const std::stop_token& going) { run(going); }) {}

std::unique_ptr<FetchedPage> Prefetcher::next() {
  std::unique_lock lock(mutex_);
  wanted_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return !ready_.empty() || error_ != nullptr; });
  wanted_ = false;
  if (ready_.empty()) std::rethrow_exception(error_);
  auto page = std::move(ready_.front());
  ready_.pop_front();
  changed_.notify_all();
  return page;
}

void Prefetcher::run(const std::stop_token& going) {
  // Calls end when the range goes, and when the caller says so.
  std::stop_source calls;
  const auto cancel = [&] { calls.request_stop(); };
  const std::stop_callback range_goes(going, cancel);
  const std::stop_callback caller_stops(fetcher_.stop(), cancel);
  std::exception_ptr error;
  try {
    while (wait_for_work(going) && add(fetcher_.fetch(calls.get_token()))) {
    }
    return;
  } catch (...) {
    error = std::current_exception();
  }
  // Handed over: the last to let go of an exception deletes it, and that should be who reads it.
  const std::lock_guard lock(mutex_);
  error_ = std::move(error);
  changed_.notify_all();
}

// False: the range goes.
bool Prefetcher::wait_for_work(const std::stop_token& going) {
  std::unique_lock lock(mutex_);
  return changed_.wait(lock, going, [&] {
    return ready_.empty() ? wanted_ || (depth_ > 0 && fetched_ < enough_)
                          : ready_.size() < depth_ && fetched_ < enough_;
  });
}

// False: it was the last page.
bool Prefetcher::add(std::unique_ptr<FetchedPage> page) {
  const bool more = page->next.has_value();
  fetched_ += item_count(fetcher_.endpoint(), page->response.get());
  const std::lock_guard lock(mutex_);
  ready_.push_back(std::move(page));
  changed_.notify_all();
  return more;
}

}  // namespace databricks::detail
