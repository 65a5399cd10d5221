#include "auth/call_deadline.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>

namespace databricks::detail {

namespace {

constexpr auto kLongest = std::chrono::hours(24);  // longer ones would overflow the clock

thread_local const CallDeadline* innermost = nullptr;

void request_stop_after(Clock::duration time, std::stop_source source, const std::stop_token& done) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, done, time, [] { return false; });
  if (!done.stop_requested()) source.request_stop();
}

}  // namespace

CallDeadline::CallDeadline(const Clock& clock, Clock::time_point deadline)
    : clock_(clock), deadline_(deadline), outer_(innermost) {
  innermost = this;
}
CallDeadline::~CallDeadline() { innermost = outer_; }

std::optional<Clock::duration> CallDeadline::left() {
  if (innermost == nullptr || innermost->deadline_ == Clock::time_point::max()) return std::nullopt;
  return innermost->deadline_ - innermost->clock_.now();
}

LimitedStop::LimitedStop(const std::stop_token& stop) : token_(stop) {
  const auto left = CallDeadline::left();
  if (!left) return;
  std::stop_source source;
  token_ = source.get_token();
  forward_.emplace(stop, RequestStop{source});
  const auto time = std::min<Clock::duration>(*left, kLongest);
  try {
    timer_ = std::jthread([source, time](const std::stop_token& done) { request_stop_after(time, source, done); });
  } catch (const std::system_error&) {  // no thread to be had; what is fetched has limits of its own
  }
}

}  // namespace databricks::detail
