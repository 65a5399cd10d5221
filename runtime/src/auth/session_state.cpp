#include "auth/session_state.hpp"

namespace databricks::detail {

SessionState::SessionState(OAuthSetupPtr setup, OAuthToken token, bool is_new)
    : setup_(std::move(setup)),
      current_(std::move(token)),
      source_(setup_->context->token_source([this](const std::stop_token& stop) { return renew(stop); }, false)) {
  // A token whose life we don't know is renewed early, if it can be.
  if (is_new || current_.refresh_token.empty() || is_usable(current_, setup_->context->wall())) source_->put(current_);
}

void SessionState::on_refresh(Function<void(const OAuthToken&)> keep) {
  const std::lock_guard lock(mutex_);
  keep_ = std::move(keep);
}

// Called by one thread at a time.
OAuthToken SessionState::renew(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto old = current_;
  const auto keep = keep_;
  lock.unlock();
  auto token = renewed_token(*setup_, old, stop);
  lock.lock();
  current_ = token;
  lock.unlock();
  try {
    if (keep) keep(token);
  } catch (const std::exception& error) {
    setup_->context->log(LogLevel::warning, std::string("oauth: a new token could not be kept: ") + error.what());
  } catch (...) {
    setup_->context->log(LogLevel::warning, "oauth: a new token could not be kept");
  }
  return token;
}

}  // namespace databricks::detail
