#include "call/engine.hpp"

#include "auth/call_deadline.hpp"
#include "config/transport_options.hpp"

#include <databricks/error.hpp>

#include <algorithm>

namespace databricks {

namespace {

constexpr int kInactivitySeconds = 60;

HttpLimits limits_of(const Config& config) {
  HttpLimits limits;
  limits.inactivity_timeout =
      std::chrono::seconds(std::max(config.http_timeout_seconds.value_or(kInactivitySeconds), 0));
  if (limits.inactivity_timeout.count() > 0) {
    limits.connect_timeout = std::min(limits.connect_timeout, limits.inactivity_timeout);
  }
  limits.max_response_bytes = config.max_response_bytes.value_or(limits.max_response_bytes);
  return limits;
}

}  // namespace

Engine::Engine(Config config, ClientLevel level)
    : config_(resolve(std::move(config))),
      transport_(config_.transport ? config_.transport : http_transport(transport_options(config_))),
      level_(level),
      limits_(limits_of(config_)),
      user_agent_(config_) {
  if (!config_.clock) config_.clock = std::make_shared<Clock>();
  if (const int rate = config_.rate_limit.value_or(0); rate > 0) {
    rate_limiter_ = std::make_unique<detail::RateLimiter>(rate, *config_.clock);
  }
}

Credentials& Engine::authenticate(const std::stop_token& stop) {
  if (auto* chosen = credentials_.load(std::memory_order_acquire)) return *chosen;
  const detail::LimitedStop limited(stop);
  std::unique_lock lock(mutex_);
  if (!chosen_.wait(lock, limited.token(), [&] { return !choosing_; })) {
    throw AuthError("the call was cancelled while another one chose credentials");
  }
  if (auto* chosen = credentials_.load()) return *chosen;
  choosing_ = true;
  lock.unlock();
  detail::Authenticated made;
  std::exception_ptr error;
  try {
    made = detail::authenticate(config_, transport_, limited.token());
  } catch (...) {
    error = std::current_exception();
  }
  lock.lock();
  choosing_ = false;
  chosen_.notify_all();
  if (error) std::rethrow_exception(error);
  authenticated_ = std::move(made);
  current_.store(&authenticated_.context->config, std::memory_order_release);
  credentials_.store(authenticated_.credentials.get(), std::memory_order_release);
  return *authenticated_.credentials;
}

Headers Engine::credential_headers(const std::stop_token& stop) {
  try {
    return authenticate(stop).headers(stop);
  } catch (const AuthError&) {
    if (!stop.stop_requested()) throw;
    throw CallCancelled(TransportFault::unreachable, TransportPhase::queue,
                        "the call was cancelled while it waited for credentials");
  }
}

Client::Client(Config config, ClientLevel level) : engine_(std::make_shared<Engine>(std::move(config), level)) {}
const Config& Client::config() const { return engine_->config(); }
Headers Client::authenticate(const std::stop_token& stop) const { return engine_->credential_headers(stop); }
OAuthToken Client::token(const std::stop_token& stop) const { return engine_->authenticate(stop).token(stop); }

std::shared_ptr<Engine> detail::share(Engine& engine) { return engine.shared_from_this(); }

Service::Service(const Client& client) : engine_(client.engine()) {}

}  // namespace databricks
