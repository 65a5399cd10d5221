#include "events/event_queue.hpp"

#include <utility>

namespace databricks::detail {

std::size_t EventQueue::size_of(const Event& event) {
  return sizeof event + event.data.size() + event.event.size() + event.id.size();
}

void EventQueue::push(Event event, const std::stop_token& stop) {
  const auto size = size_of(event);
  std::unique_lock lock(mutex_);
  const auto has_room = [&] { return events_.empty() || (bytes_ < max_bytes_ && size <= max_bytes_ - bytes_); };
  if (!changed_.wait(lock, stop, has_room)) return;
  bytes_ += size;
  events_.push_back(std::move(event));
  changed_.notify_all();
}

void EventQueue::finish(std::exception_ptr error) {
  const std::lock_guard lock(mutex_);
  finished_ = true;
  error_ = std::move(error);
  changed_.notify_all();
}

std::optional<Event> EventQueue::pop(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [&] { return !events_.empty() || finished_; });
  if (stop.stop_requested()) {
    changed_.wait(lock, [&] { return finished_; });
    if (error_) events_.clear();
  }
  if (events_.empty()) {
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
    return std::nullopt;
  }
  Event event = std::move(events_.front());
  events_.pop_front();
  bytes_ -= size_of(event);
  changed_.notify_all();
  return event;
}

bool EventQueue::finishes_within(std::chrono::milliseconds span) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, span, [&] { return finished_; });
}

}  // namespace databricks::detail
