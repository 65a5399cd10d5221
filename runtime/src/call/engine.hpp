// What all calls of a client share. Everything in it is either constant or does its own locking.
#pragma once

#include "auth/authenticate.hpp"
#include "auth/data_plane_token.hpp"
#include "call/data_plane_addresses.hpp"
#include "call/keyed_locks.hpp"
#include "call/rate_limiter.hpp"
#include "observe/user_agent.hpp"

#include <databricks/client.hpp>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

namespace databricks {

class Engine : public std::enable_shared_from_this<Engine> {
 public:
  Engine(Config config, ClientLevel level);

  /// As it was resolved; from authenticate() on with all that was found out about the host.
  const Config& config() const { return *current_.load(std::memory_order_acquire); }
  ClientLevel level() const { return level_; }
  const std::shared_ptr<Transport>& transport() const { return transport_; }
  /// What credentials work with. Only after authenticate().
  const detail::AuthContext& auth_context() const { return *authenticated_.context; }
  detail::DataPlaneTokens& data_plane_tokens() { return data_plane_tokens_; }
  detail::DataPlaneAddresses& data_plane_addresses() { return data_plane_addresses_; }
  Clock& clock() { return *config_.clock; }
  /// Of one exchange, as configured.
  const HttpLimits& limits() const { return limits_; }
  /// Null: no limit.
  detail::RateLimiter* rate_limiter() { return rate_limiter_.get(); }
  /// For what the callers of a client must do one after the other.
  detail::KeyedLocks& locks() { return locks_; }
  /// Chooses credentials at the first call, once; callers that come meanwhile wait. Throws AuthError and ConfigError,
  /// and tries again at the next call.
  Credentials& authenticate(const std::stop_token& stop);
  /// Of one attempt. Throws as authenticate() does, and CallCancelled when a stop was requested meanwhile.
  Headers credential_headers(const std::stop_token& stop);
  /// `segments` are those of one call, CallOptions::user_agent.
  std::string user_agent(std::string_view segments) { return user_agent_.text(config().auth_type, segments); }

 private:
  Config config_;
  std::shared_ptr<Transport> transport_;
  ClientLevel level_;
  HttpLimits limits_;
  std::unique_ptr<detail::RateLimiter> rate_limiter_;
  std::atomic<const Config*> current_{&config_};
  std::atomic<Credentials*> credentials_{nullptr};  // null: not chosen yet
  std::mutex mutex_;
  std::condition_variable_any chosen_;
  bool choosing_ = false;
  detail::Authenticated authenticated_;
  detail::UserAgent user_agent_;
  detail::DataPlaneTokens data_plane_tokens_;
  detail::KeyedLocks locks_;
  detail::DataPlaneAddresses data_plane_addresses_;
};

}  // namespace databricks
