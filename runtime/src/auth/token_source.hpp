// A token that is fetched when needed, kept while good, and renewed in time.
#pragma once

#include "auth/auth_http.hpp"

#include <databricks/credentials.hpp>

#include <sys/types.h>

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

namespace databricks::detail {

struct TokenSourceOptions {
  bool renew_in_background = true;  // once stale; else only when expired
  std::shared_ptr<Clock> clock{};   // for cool-down and age; unset: the machine's
  WallClock wall{};                 // unset: the machine's
};

/// Keeps one token. Callable from any thread: of many callers that find it expired one fetches, the others wait for
/// what that brings, an error included. A token counts as expired 40 s before its expiry (never more than half its
/// life), as stale in the last 20 minutes or second half of its life, whichever is shorter; then one background fetch
/// runs while callers still get the old one, and after a failure none for a minute. A child made by fork() goes on with
/// the token there is, and fetches for itself.
class TokenSource {
 public:
  using Fetch = Function<OAuthToken(const std::stop_token&)>;

  TokenSource(Fetch fetch, TokenSourceOptions options);
  /// Ends a running background fetch and waits for its thread.
  ~TokenSource();
  TokenSource(const TokenSource&) = delete;
  TokenSource& operator=(const TokenSource&) = delete;

  /// Throws what `fetch` throws.
  OAuthToken get(const std::stop_token& stop);
  /// Fetches, whatever the present token is good for, or shares in a fetch under way. Throws what `fetch` throws; the
  /// present token stays then.
  OAuthToken fetch_now(const std::stop_token& stop);
  /// A token from elsewhere takes the place of the present one; its life counts from now.
  void put(OAuthToken token);

 private:
  struct Flight;
  enum class State { fresh, stale, expired };

  State state() const;
  std::optional<OAuthToken> fly_along(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  OAuthToken fly(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  void store(OAuthToken token);
  bool may_start_background() const;
  void start_background();
  void renew(const std::stop_token& stop, std::uint64_t generation);
  void leave_parent();

  Fetch fetch_;
  std::shared_ptr<Clock> clock_;
  WallClock wall_;
  bool background_;
  mutable std::mutex mutex_;
  std::condition_variable_any landed_;
  std::shared_ptr<Flight> flight_;  // the blocking fetch under way
  std::optional<OAuthToken> token_;
  std::uint64_t generation_ = 0;
  std::chrono::system_clock::time_point stored_wall_{};
  Clock::time_point stored_steady_{};
  Clock::time_point next_background_{};
  bool background_runs_ = false;
  pid_t process_;
  std::unique_ptr<std::jthread> worker_;  // the last member: it ends before the others go
};

}  // namespace databricks::detail
