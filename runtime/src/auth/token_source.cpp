#include "auth/token_source.hpp"

#include "auth/call_deadline.hpp"

#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace databricks::detail {

namespace {

using namespace std::chrono_literals;

constexpr auto kExpiresEarly = 40s;
constexpr auto kStaleBefore = 20min;
constexpr auto kCoolDown = 60s;

}  // namespace

// A blocking fetch under way: who comes later waits for it and shares what it brings.
struct TokenSource::Flight {
  bool landed = false;
  bool abandoned = false;  // stopped by its own caller
  OAuthToken token{};
  std::exception_ptr error{};
};

TokenSource::TokenSource(Fetch fetch, TokenSourceOptions options)
    : fetch_(std::move(fetch)),
      clock_(options.clock ? std::move(options.clock) : std::make_shared<Clock>()),
      wall_(options.wall ? std::move(options.wall) : WallClock([] { return std::chrono::system_clock::now(); })),
      background_(options.renew_in_background),
      process_(::getpid()) {}

TokenSource::~TokenSource() {
  if (process_ != ::getpid()) leave_parent();
}

// A child made by fork() has the object, but neither the background thread nor the caller that was fetching. The
// thread's handle is leaked: all that can be done with it is to wait for ever.
void TokenSource::leave_parent() {
  process_ = ::getpid();
  flight_.reset();
  background_runs_ = false;
  static_cast<void>(worker_.release());
}

// Age is the larger of what both clocks say: a wall clock set back must not make a token live for ever.
TokenSource::State TokenSource::state() const {
  if (!token_) return State::expired;
  if (!token_->expiry) return State::fresh;
  const auto life = *token_->expiry - stored_wall_;
  const auto by_wall = wall_() - stored_wall_;
  const auto by_steady =
      std::chrono::duration_cast<std::chrono::system_clock::duration>(clock_->now() - stored_steady_);
  const auto left = life - std::max<std::chrono::system_clock::duration>(by_wall, by_steady);
  if (left <= std::min<std::chrono::system_clock::duration>(kExpiresEarly, life / 2)) return State::expired;
  return left <= std::min<std::chrono::system_clock::duration>(kStaleBefore, life / 2) ? State::stale : State::fresh;
}

OAuthToken TokenSource::get(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (process_ != ::getpid()) leave_parent();
  for (;;) {
    const auto now = state();
    if (now != State::expired) {
      if (now == State::stale && may_start_background()) start_background();
      return *token_;
    }
    if (auto token = fly_along(lock, stop)) return *std::move(token);
  }
}

OAuthToken TokenSource::fetch_now(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (process_ != ::getpid()) leave_parent();
  for (;;) {
    if (auto token = fly_along(lock, stop)) return *std::move(token);
  }
}

void TokenSource::put(OAuthToken token) {
  const std::lock_guard lock(mutex_);
  store(std::move(token));
}

// Nothing: whose flight it was went away, which is no reason for us to fail.
std::optional<OAuthToken> TokenSource::fly_along(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
  const LimitedStop limited(stop);
  if (!flight_) return fly(lock, limited.token());
  const auto flight = flight_;
  landed_.wait(lock, limited.token(), [&] { return flight->landed; });
  if (!flight->landed) throw AuthError("the call was cancelled while it waited for a token");
  if (flight->abandoned) return std::nullopt;
  if (flight->error) std::rethrow_exception(flight->error);
  return flight->token;
}

OAuthToken TokenSource::fly(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
  const auto flight = flight_ = std::make_shared<Flight>();
  lock.unlock();
  try {
    flight->token = fetch_(stop);
  } catch (...) {
    flight->error = std::current_exception();
  }
  lock.lock();
  flight->landed = true;
  flight->abandoned = flight->error && stop.stop_requested();
  flight_.reset();
  if (!flight->error) store(flight->token);
  landed_.notify_all();
  if (flight->error) std::rethrow_exception(flight->error);
  return flight->token;
}

bool TokenSource::may_start_background() const {
  return background_ && !background_runs_ && clock_->now() >= next_background_;
}

void TokenSource::store(OAuthToken token) {
  token_ = std::move(token);
  ++generation_;
  stored_wall_ = wall_();
  stored_steady_ = clock_->now();
  next_background_ = {};  // the pause after a failure was the old token's
}

// The thread before has ended but for its last instructions, or background_runs_ would be set.
void TokenSource::start_background() {
  background_runs_ = true;
  try {
    worker_ = std::make_unique<std::jthread>(
        [this, generation = generation_](const std::stop_token& stop) { renew(stop, generation); });
  } catch (const std::system_error&) {  // no thread to be had; the token is still good
    background_runs_ = false;
    next_background_ = clock_->now() + kCoolDown;
  }
}

void TokenSource::renew(const std::stop_token& stop, std::uint64_t generation) {
  std::optional<OAuthToken> token;
  try {
    token = fetch_(stop);
  } catch (...) {
    // Callers still have a good token; they will see the error if it lasts until that expires.
  }
  const std::lock_guard lock(mutex_);
  background_runs_ = false;
  if (generation != generation_) return;  // a newer token has come meanwhile
  if (token) {
    store(std::move(*token));
  } else {
    next_background_ = clock_->now() + kCoolDown;
  }
}

}  // namespace databricks::detail
