#include "call/poll_loop.hpp"

#include "call/backoff.hpp"
#include "call/engine.hpp"
#include "call/field_access.hpp"
#include "call/poll.hpp"
#include "observe/plain_text.hpp"

#include <databricks/log.hpp>

#include <algorithm>

namespace databricks::detail {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortestPoll{5000};  // left to a poll that is under way when the time is up
constexpr milliseconds kLongestInterval = std::chrono::hours(24);
constexpr std::size_t kLongestMessage = 8192;
constexpr std::size_t kLongestLine = 1024;

// `2` or `0.1`: what people care for in the log.
std::string seconds_text(Clock::duration span) {
  const auto tenths = std::chrono::round<std::chrono::duration<std::int64_t, std::deci>>(span).count();
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : '.' + std::to_string(tenths % 10));
}

// The largest value: no limit.
Clock::time_point later(Clock::time_point now, milliseconds span) {
  const auto most = std::chrono::duration_cast<milliseconds>(Clock::time_point::max() - now);
  return span > most ? Clock::time_point::max() : now + std::max(span, milliseconds(0));
}

LastSeen last_seen(const Pending& pending, const Judge& judge, const Look& seen) {
  return {judge.target, seen.verdict.state, shown_text(seen.verdict.message, kLongestMessage), seen.object,
          &pending.poll->endpoint->response()};
}

// `cluster_id=x`
std::string identifiers(const Pending& pending) {
  std::string text;
  for (const auto& binding : pending.poll->bindings) {
    const auto value = text_at(pending.poll->endpoint->request(), pending.request.get(), binding.argument);
    text.append(text.empty() ? "" : ", ").append(binding.argument).append("=").append(value);
  }
  return text;
}

// One wait on its way.
class PollLoop {
 public:
  PollLoop(const Pending& pending, const Judge& judge, const PollOptions& options)
      : pending_(pending),
        judge_(judge),
        options_(options),
        clock_(pending.engine->clock()),
        timeout_(options.timeout.value_or(pending.engine->config().wait_timeout.value_or(judge.timeout))),
        deadline_(later(clock_.now(), timeout_)) {
    seen_.verdict.message = "polling...";
  }

  std::shared_ptr<void> run() {
    for (int n = 1;; ++n) {
      poll();
      if (options_.on_progress) options_.on_progress(seen_.object);
      throw_if_failed(pending_, judge_, seen_);
      if (seen_.verdict.outcome == Verdict::Outcome::done) return seen_.object;
      pause(n);
    }
  }

 private:
  void poll() {
    CallOptions options;
    options.stop = options_.stop;
    if (deadline_ != Clock::time_point::max()) options.deadline = std::max(deadline_, clock_.now() + kShortestPoll);
    try {
      seen_ = look(pending_, judge_, options);
    } catch (const TransportTimeout&) {
      if (clock_.now() < deadline_) throw;
      std::throw_with_nested(timed_out());
    }
  }

  void pause(int n) {
    const auto left = deadline_ - clock_.now();
    if (left <= Clock::duration::zero()) throw timed_out();
    Clock::duration span = backoff(n);
    if (options_.poll_interval) span = std::clamp(*options_.poll_interval, milliseconds(0), kLongestInterval);
    span = std::min(span, left);
    log(span);
    if (!clock_.sleep(span, options_.stop)) {
      throw CallCancelled(TransportFault::unreachable, TransportPhase::wait, "the wait was cancelled");
    }
  }

  OperationTimeout timed_out() const { return detail::timed_out(last_seen(pending_, judge_, seen_), timeout_); }

  // A logger can't break a wait.
  void log(Clock::duration span) const {
    try {
      const Config& config = pending_.engine->config();
      const auto logger = config.logger ? config.logger : default_logger();
      if (!logger || !logger->enabled(LogLevel::debug)) return;
      const auto& [outcome, state, message, failure] = seen_.verdict;
      const auto line = printable(identifiers(pending_) + ": (" + state + ") " + message);
      logger->log(LogLevel::debug, shown_text(line, kLongestLine) + " (sleeping ~" + seconds_text(span) + "s)");
    } catch (...) {
    }
  }

  const Pending& pending_;
  const Judge& judge_;
  const PollOptions& options_;
  Clock& clock_;
  const milliseconds timeout_;
  const Clock::time_point deadline_;  // the largest value: none
  Look seen_{};
};

}  // namespace

Look look(const Pending& pending, const Judge& judge, const CallOptions& options) {
  const EndpointTable& endpoint = *pending.poll->endpoint;
  const void* request = poll_request(pending);
  const Type& type = endpoint.response();
  Look seen{{type.create(), type.destroy}, {}};
  CallOptions marked = options;
  marked.user_agent += (marked.user_agent.empty() ? "" : " ") + std::string("sdk-feature/long-running");
  call(*pending.engine, endpoint, request, seen.object.get(), marked);
  seen.verdict = judge.verdict(seen.object.get());
  return seen;
}

void throw_if_failed(const Pending& pending, const Judge& judge, const Look& seen) {
  if (seen.verdict.outcome != Verdict::Outcome::failed) return;
  LastSeen last = last_seen(pending, judge, seen);
  const std::string text = seen.verdict.failure + last.message;
  throw OperationFailed(text, std::move(last));
}

std::shared_ptr<void> poll_until_done(const Pending& pending, const Judge& judge, const PollOptions& options) {
  return PollLoop(pending, judge, options).run();
}

}  // namespace databricks::detail
