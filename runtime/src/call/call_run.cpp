#include "call/call_run.hpp"

#include "auth/call_deadline.hpp"
#include "call/backoff.hpp"
#include "call/redirects.hpp"
#include "call/replay.hpp"
#include "call/retry_after.hpp"
#include "errors/exhausted.hpp"
#include "errors/parse.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

using std::chrono::milliseconds;

// For observers, when what ended the call is not of the SDK.
const Error& error_of_caller() {
  static const Error error("the caller's own code ended the call with an exception");
  return error;
}

// Never before `start`, so that differences of the two don't overflow.
Clock::time_point deadline_of(const CallOptions& options, Clock::time_point start) {
  const auto deadline = std::max(options.deadline.value_or(Clock::time_point::max()), start);
  const auto left = std::chrono::duration_cast<milliseconds>(deadline - start);
  if (!options.timeout || *options.timeout > left) return deadline;
  return start + std::max(*options.timeout, milliseconds(0));
}

ServiceError service_error(const HttpRequest& request, const HttpResponse& response, const Config& config) {
  ServiceError error = parse_service_error(request, response, config);
  const auto asked = retry_after(response.headers, std::chrono::system_clock::now());
  if (asked && (!error.retry_after || *asked > *error.retry_after)) error.retry_after = asked;
  return error;
}

Clock::duration asked_pause(const CallError& error) {
  const auto* refused = dynamic_cast<const DatabricksError*>(&error);
  return refused != nullptr ? refused->retry_after().value_or(milliseconds(0)) : milliseconds(0);
}

}  // namespace

CallRun::CallRun(Engine& engine, const CallPlan& plan, const CallOptions& options)
    : engine_(share(engine)),
      plan_(plan),
      options_(options),
      repeatable_(repeatable(plan.method, plan.idempotent || plan.has_key)),
      retry_limits_(retry_limits(engine.config(), options)),
      start_(engine.clock().now()),
      deadline_(deadline_of(options, start_)),
      watch_(engine.config(), options, plan.method, plan.path) {}

HttpResponse CallRun::send(HttpRequest& request) {
  try {
    prepare(request);
    while (!run_attempt(request)) {
    }
    if (meter_) meter_->finish(request, response_);
  } catch (...) {
    fail();
  }
  return std::move(response_);
}

// Getting credentials counts, too.
template <class Get>
void CallRun::in_time(Get get) {
  const CallDeadline limit(engine_->clock(), deadline_);
  try {
    get();
  } catch (const AuthError& error) {
    if (options_.stop.stop_requested()) {
      throw CallCancelled(TransportFault::unreachable, TransportPhase::queue,
                          "the call was cancelled while it waited for credentials");
    }
    if (engine_->clock().now() < deadline_) throw;
    throw TransportTimeout(
        TransportFault::unreachable, TransportPhase::queue,
        std::string("the call's time limit has passed while it waited for credentials: ") + error.what());
  }
}

void CallRun::prepare(HttpRequest& request) {
  if (plan_.sign && !signs_itself()) {
    in_time([&] { engine_->authenticate(options_.stop); });
  }
  request.headers.set("User-Agent", engine_->user_agent(options_.user_agent));
  meter_ = Meter::of(request, options_);
  if (!has_source()) return;
  meter_->rewind();  // an earlier call may have read it
  request.source = meter_;
}

// False: there is to be another one.
bool CallRun::run_attempt(HttpRequest& request) {
  begin_attempt(request);
  try {
    exchange(request);
  } catch (CallError& error) {
    recover(request, error);
    return false;
  } catch (const Error& error) {
    watch_.attempt_ended(outcome_of(request, &error));
    throw;
  } catch (...) {
    watch_.attempt_ended(outcome_of(request, &error_of_caller()));
    throw;
  }
  watch_.attempt_ended(outcome_of(request, nullptr));
  return true;
}

// Nothing that fails here would go better another time.
void CallRun::begin_attempt(HttpRequest& request) {
  if (options_.stop.stop_requested()) {
    throw CallCancelled(TransportFault::unreachable, TransportPhase::queue,
                        "the call was cancelled before it was sent");
  }
  if (original_) request = std::move(*std::exchange(original_, std::nullopt));
  if (RateLimiter* limiter = engine_->rate_limiter(); limiter && plan_.sign) limiter->take(deadline_, options_.stop);
  authorize(request);
  attempt_start_ = engine_->clock().now();
  if (attempt_start_ >= deadline_) {
    throw TransportTimeout(TransportFault::unreachable, TransportPhase::queue, "the call's time limit has passed");
  }
  response_ = {};
  watch_.attempt_started(++attempts_, request);
}

void CallRun::authorize(HttpRequest& request) {
  if (plan_.visit != nullptr && *plan_.visit) {
    try {
      (*plan_.visit)(request);
    } catch (const std::exception& error) {
      std::throw_with_nested(Error(std::string("failed during request visitor: ") + error.what()));
    }
  }
  in_time([&] {
    if (signs_itself()) {
      (*plan_.authenticate)(request);
    } else if (plan_.sign) {
      for (auto& [name, value] : engine_->credential_headers(options_.stop)) request.headers.set(name, value);
    }
  });
}

void CallRun::exchange(HttpRequest& request) {
  follow_redirects(request);
  if (response_.status >= 400 || is_private_link_page(request.target)) {
    throw_service_error(request, service_error(request, response_, engine_->config()));
  }
  if (response_.status >= 300) {
    throw TransportError(TransportFault::permanent, TransportPhase::receive,
                         request.origin + ": unexpected status " + std::to_string(response_.status));
  }
}

void CallRun::follow_redirects(HttpRequest& request) {
  ByteSink* sink = meter_ ? meter_->sink() : nullptr;
  for (int hop = 0;; ++hop) {
    response_ = engine_->transport()->send(request, limits(), sink);
    if (!is_redirect(response_)) return;
    if (hop == kMostRedirects) {
      throw TransportError(TransportFault::permanent, TransportPhase::receive,
                           request.origin + ": gave up after " + std::to_string(hop) + " redirects");
    }
    if (!original_) original_ = request;
    redirect(request, response_);
    if (request.source && !meter_->rewind()) {
      throw TransportError(TransportFault::permanent, TransportPhase::receive,
                           request.origin + ": a redirect asks for the request body again, which can't be read twice");
    }
  }
}

// Called while the error is handled. Returns when it is time for the next attempt.
void CallRun::recover(HttpRequest& request, CallError& error) {
  if (auto* broken = dynamic_cast<TransportError*>(&error); broken && meter_ && broken->bytes_received() == 0) {
    broken->set_bytes_received(meter_->bytes_taken());
  }
  AttemptOutcome outcome = outcome_of(request, &error);
  const Next next = next_after(error);
  outcome.pause = next.pause;
  watch_.attempt_ended(outcome);
  if (!next.rewind_problem.empty()) throw_with_rewind_problem(request, error, next.rewind_problem);
  if (next.exhausted) throw_exhausted(error);
  if (next.pause == Clock::duration::zero()) throw;
  last_error_ = std::current_exception();
  if (!engine_->clock().sleep(next.pause, options_.stop)) {
    throw CallCancelled(TransportFault::unreachable, TransportPhase::wait,
                        "the call was cancelled between two attempts");
  }
}

CallRun::Next CallRun::next_after(const CallError& error) {
  if (caller_threw() || !is_retryable(error, repeatable_)) return {};
  if (meter_ && meter_->bytes_taken() > 0) {
    watch_.log(LogLevel::debug, "Not retrying: a part of the answer was handed over already");
    return {};
  }
  const Clock::duration pause = std::max(backoff(attempts_), asked_pause(error));
  if (!retry_limits_.allow(attempts_, elapsed(), pause) || !fits(pause)) return {.exhausted = true};
  try {
    if (has_source() && !meter_->rewind()) {
      watch_.log(LogLevel::debug, "Not retrying: the request body can't be read twice");
      return {};
    }
  } catch (const std::exception& problem) {
    return {.rewind_problem = problem.what()};
  }
  return {.pause = pause};
}

AttemptOutcome CallRun::outcome_of(const HttpRequest& request, const Error* error) const {
  const bool answered = response_.status != 0;
  const auto* broken = dynamic_cast<const TransportError*>(error);
  const bool sent = answered || (broken && broken->fault() != TransportFault::unreachable);
  AttemptOutcome outcome{.attempt = attempts_, .request = &request, .error = error};
  if (answered) outcome.response = &response_;
  outcome.bytes_sent = has_source() ? meter_->bytes_sent() : sent ? request.body.size() : 0;
  outcome.elapsed = engine_->clock().now() - attempt_start_;
  outcome.streamed = meter_ && meter_->sink() && response_.status / 100 == 2;
  return outcome;
}

// Called while an exception is handled, which goes on to the caller.
void CallRun::fail() {
  try {
    throw;
  } catch (CallError& error) {
    describe(error);
    end(&error);
    throw;
  } catch (const Error& error) {
    end(&error);
    throw;
  } catch (...) {
    end(&error_of_caller());
    throw;
  }
}

void CallRun::describe(CallError& error) const {
  if (caller_threw()) return;
  if (auto* cancelled = dynamic_cast<CallCancelled*>(&error)) cancelled->set_last_error(last_error_);
  error.set_call({.operation = watch_.operation(),
                  .operation_id = watch_.operation_id(),
                  .attempts = attempts_,
                  .elapsed = std::chrono::duration_cast<milliseconds>(elapsed())});
}

void CallRun::end(const Error* error) { watch_.call_ended(attempts_, response_.status, elapsed(), error); }

HttpLimits CallRun::limits() const {
  HttpLimits limits = engine_->limits();
  limits.stop = options_.stop;
  if (deadline_ == Clock::time_point::max()) return limits;
  const auto left = deadline_ - engine_->clock().now();
  if (left <= Clock::duration::zero()) {
    throw TransportTimeout(TransportFault::interrupted, TransportPhase::wait,
                           "the call's time limit passed between two redirects");
  }
  limits.total_timeout = std::chrono::ceil<milliseconds>(left);
  return limits;
}

bool CallRun::fits(Clock::duration wait) const { return wait < deadline_ - engine_->clock().now(); }

}  // namespace databricks::detail
