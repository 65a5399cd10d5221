// What all calls of a client share. Everything in it is either constant or does its own locking.
#pragma once

#include "auth/credentials.hpp"
#include "call/rate_limiter.hpp"
#include "observe/user_agent.hpp"

#include <databricks/client.hpp>

#include <memory>
#include <mutex>
#include <string>

namespace databricks {

class Engine : public std::enable_shared_from_this<Engine> {
 public:
  Engine(Config config, ClientLevel level);

  const Config& config() const { return config_; }
  ClientLevel level() const { return level_; }
  Transport& transport() { return *config_.transport; }
  Clock& clock() { return *config_.clock; }
  /// Of one exchange, as configured.
  const HttpLimits& limits() const { return limits_; }
  /// Null: no limit.
  detail::RateLimiter* rate_limiter() { return rate_limiter_.get(); }
  /// Chosen at the first call. Throws ConfigError.
  detail::Credentials& credentials();
  /// `segments` are those of one call, CallOptions::user_agent. Throws ConfigError.
  std::string user_agent(std::string_view segments = {});

 private:
  Config config_;
  ClientLevel level_;
  HttpLimits limits_;
  std::unique_ptr<detail::RateLimiter> rate_limiter_;
  std::mutex mutex_;
  std::unique_ptr<detail::Credentials> credentials_;
  detail::UserAgent user_agent_;
};

}  // namespace databricks
