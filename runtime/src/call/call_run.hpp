// One call from its request to an answer worth having: signed, sent, redirected, and sent again while that can help.
#pragma once

#include "call/engine.hpp"
#include "call/meter.hpp"
#include "call/retry_limits.hpp"
#include "call/retryable.hpp"
#include "observe/call_watch.hpp"

#include <databricks/call.hpp>

#include <exception>
#include <memory>
#include <optional>

namespace databricks::detail {

/// What the attempts of a call need to know besides request and options.
struct CallPlan {
  std::string_view method;  // with path: the operation, as declared
  std::string_view path;
  bool idempotent = false;                                     // may be repeated although its method says otherwise
  bool has_key = false;                                        // the request carries an idempotency key
  const Function<void(HttpRequest&)>* visit = nullptr;         // before each attempt is signed
  const Function<void(HttpRequest&)>* authenticate = nullptr;  // in place of the client's credentials
  bool sign = true;  // false: no credentials at all, and the rate limit of the service doesn't count
};

/// Used by one thread. Keeps its engine alive, so a client may be destroyed while its calls go on.
class CallRun {
 public:
  /// Options, and what the plan points to, must outlive it.
  CallRun(Engine& engine, const CallPlan& plan, const CallOptions& options);
  CallRun(const CallRun&) = delete;
  CallRun& operator=(const CallRun&) = delete;

  /// All attempts. The answer has a status below 300; `request` then is the one that was answered, with the origin and
  /// target that redirects led to. Throws CallError, what credentials throw, and what the caller's own code throws.
  HttpResponse send(HttpRequest& request);

  /// Runs the rest of the call, which reads the answer. The call has then ended.
  template <class Decode>
  void finish(Decode&& decode) {
    try {
      decode();
    } catch (...) {
      fail();
    }
    end(nullptr);
  }

 private:
  /// What follows a failed attempt.
  struct Next {
    Clock::duration pause{};       // until the next one; zero: there is none
    bool exhausted = false;        // only because attempts or time are used up
    std::string rewind_problem{};  // only because the request body could not be rewound
  };

  void prepare(HttpRequest& request);
  bool run_attempt(HttpRequest& request);
  void begin_attempt(HttpRequest& request);
  void authorize(HttpRequest& request);
  template <class Get>
  void in_time(Get get);
  void exchange(HttpRequest& request);
  void follow_redirects(HttpRequest& request);
  void recover(HttpRequest& request, CallError& error);
  Next next_after(const CallError& error);
  AttemptOutcome outcome_of(const HttpRequest& request, const Error* error) const;
  [[noreturn]] void fail();
  void describe(CallError& error) const;
  void end(const Error* error);

  HttpLimits limits() const;
  bool fits(Clock::duration wait) const;
  Clock::duration elapsed() const { return engine_->clock().now() - start_; }
  bool caller_threw() const { return meter_ && meter_->caller_threw(); }
  bool signs_itself() const { return plan_.authenticate != nullptr && *plan_.authenticate; }
  bool has_source() const { return meter_ && meter_->has_source(); }

  std::shared_ptr<Engine> engine_;
  const CallPlan plan_;
  const CallOptions& options_;
  const Repeatable repeatable_;
  const RetryLimits retry_limits_;
  const Clock::time_point start_;
  const Clock::time_point deadline_;  // the largest value: none
  CallWatch watch_;
  std::shared_ptr<Meter> meter_;  // null: nothing to count
  int attempts_ = 0;
  Clock::time_point attempt_start_{};
  HttpResponse response_{};              // of the present attempt; status 0: none yet
  std::optional<HttpRequest> original_;  // of a request that was redirected
  std::exception_ptr last_error_;        // of the attempt before
};

}  // namespace databricks::detail
