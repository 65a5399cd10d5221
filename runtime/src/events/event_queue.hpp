// Events on their way from the thread of a call to the one that iterates.
#pragma once

#include <databricks/events.hpp>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>

namespace databricks::detail {

/// One thread pushes, another one pops.
class EventQueue {
 public:
  explicit EventQueue(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// Waits while the queue is full, one event always has room. Drops the event when a stop is requested.
  void push(Event event, const std::stop_token& stop);
  /// Nothing more will come; `error`: because the call failed.
  void finish(std::exception_ptr error);

  /// Waits for an event; none: the end. Throws the call's error, once, behind the last event. Once `stop` asks for the
  /// end, which must make the call fail, its error comes at once.
  std::optional<Event> pop(const std::stop_token& stop);
  /// Whether the call ends within that time.
  bool finishes_within(std::chrono::milliseconds span);

 private:
  static std::size_t size_of(const Event& event);

  const std::size_t max_bytes_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Event> events_;
  std::size_t bytes_ = 0;  // of events_
  bool finished_ = false;
  std::exception_ptr error_;
};

}  // namespace databricks::detail
