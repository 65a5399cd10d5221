// Time limits and cancellation of one exchange, and the errors they lead to.
#pragma once

#include <chrono>
#include <databricks/error.hpp>
#include <databricks/http.hpp>
#include <string>

namespace databricks {

class Watch {
 public:
  using Clock = std::chrono::steady_clock;

  /// Both must outlive the watch. The total time runs from here.
  Watch(const std::string& origin, const HttpLimits& limits);

  void enter(TransportPhase phase) { phase_ = phase; }
  TransportPhase phase() const { return phase_; }
  const HttpLimits& limits() const { return limits_; }

  /// When a wait that may last `limit` from now on must end; zero: only the total time counts.
  Clock::time_point until(std::chrono::milliseconds limit) const;
  Clock::time_point until_total() const { return deadline_; }
  bool stopped() const { return limits_.stop.stop_requested(); }

  /// Throws a TransportError of the present phase, or of phase cancelled if that is the reason.
  [[noreturn]] void fail(const std::string& what) const;
  /// The same, for a wait that has lasted too long.
  [[noreturn]] void time_out(std::chrono::milliseconds limit) const;
  /// The same, for a wait that only the total time limits.
  [[noreturn]] void time_out(const std::string& what) const;
  void check_stop() const {
    if (stopped()) fail("");
  }

 private:
  std::string describe(const std::string& what) const;

  const std::string& origin_;
  const HttpLimits& limits_;
  Clock::time_point start_;
  Clock::time_point deadline_;
  TransportPhase phase_ = TransportPhase::connect;
};

}  // namespace databricks
