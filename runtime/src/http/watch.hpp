// Time limits and cancellation of one exchange, and the errors they lead to.
#pragma once

#include <chrono>
#include <databricks/error.hpp>
#include <databricks/http.hpp>
#include <string>
#include <utility>

namespace databricks {

class Watch {
 public:
  using Clock = std::chrono::steady_clock;

  /// Both must outlive the watch. The total time runs from here.
  Watch(const std::string& origin, const HttpLimits& limits);

  void enter(TransportPhase phase) { phase_ = phase; }
  TransportPhase phase() const { return phase_; }
  /// From the first byte of the request on, its outcome is unknown until an answer comes.
  void note_sent() {
    if (!std::exchange(sent_, true)) sent_at_ = Clock::now();
  }
  bool sent() const { return sent_; }
  void note_answer() {
    if (!std::exchange(answered_, true)) answered_at_ = Clock::now();
  }
  /// What came was an interim answer (1xx), which says nothing about the outcome.
  void note_interim() { answered_ = false; }
  /// Of an exchange that was sent and answered: `wait`, and `receive` until now.
  HttpTimings timings() const;
  /// Nothing of the request is on its way any more: it goes out again on another connection.
  void start_over() { sent_ = answered_ = false; }
  const HttpLimits& limits() const { return limits_; }

  /// When a wait that may last `limit` from now on must end; zero: only the total time counts.
  Clock::time_point until(std::chrono::milliseconds limit) const;
  Clock::time_point until_total() const { return deadline_; }
  bool stopped() const { return limits_.stop.stop_requested(); }

  /// Throws a TransportError of the present phase, or CallCancelled if that is the reason.
  [[noreturn]] void fail(const std::string& what) const;
  /// The same for what would go wrong again: fault permanent.
  [[noreturn]] void refuse(const std::string& what) const;
  /// Throws TransportTimeout for a wait that has lasted too long.
  [[noreturn]] void time_out(std::chrono::milliseconds limit) const;
  /// The same, for a wait that only the total time limits.
  [[noreturn]] void time_out(const std::string& what) const;
  void check_stop() const {
    if (stopped()) fail("");
  }

 private:
  std::string describe(const std::string& what) const;
  TransportFault fault() const;

  const std::string& origin_;
  const HttpLimits& limits_;
  Clock::time_point start_;
  Clock::time_point deadline_;
  Clock::time_point sent_at_{};
  Clock::time_point answered_at_{};
  TransportPhase phase_ = TransportPhase::queue;
  bool sent_ = false;
  bool answered_ = false;
};

}  // namespace databricks
