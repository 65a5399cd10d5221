#include "auth/google_headers.hpp"

#include <databricks/log.hpp>

#include <mutex>
#include <optional>

namespace databricks::detail {

namespace {

constexpr std::chrono::seconds kPauseAfterFailure{60};

class GoogleCredentials final : public Credentials {
 public:
  GoogleCredentials(std::string_view auth_type, const AuthContext& context, TokenSource::Fetch id_token,
                    TokenSource::Fetch access_token)
      : auth_type_(auth_type),
        logger_(context.config.logger),
        clock_(context.clock),
        id_token_(context.token_source(std::move(id_token))),
        access_token_(context.token_source(std::move(access_token))) {}

  std::string_view auth_type() const override { return auth_type_; }

  Headers headers(const std::stop_token& stop) override {
    Headers made;
    made.set("Authorization", "Bearer " + token(stop).access_token);
    if (const auto access = optional_token(stop)) made.set("X-Databricks-GCP-SA-Access-Token", access->access_token);
    return made;
  }

  OAuthToken token(const std::stop_token& stop) override {
    try {
      return id_token_->get(stop);
    } catch (const AuthError& error) {
      throw AuthError(auth_type_ + ": " + error.what());
    }
  }

 private:
  std::optional<OAuthToken> optional_token(const std::stop_token& stop) {
    if (pauses()) return std::nullopt;
    try {
      return access_token_->get(stop);
    } catch (const AuthError& error) {
      if (stop.stop_requested()) throw;
      if (begin_pause()) warn(error.what());
      return std::nullopt;
    }
  }

  bool pauses() {
    const std::lock_guard lock(mutex_);
    return clock_->now() < next_try_;
  }
  // False when another thread, which waited for the same token, has begun it.
  bool begin_pause() {
    const std::lock_guard lock(mutex_);
    const auto now = clock_->now();
    if (now < next_try_) return false;
    next_try_ = now + kPauseAfterFailure;
    return true;
  }

  void warn(const std::string& why) const {
    if (!logger_) return;
    try {
      logger_->log(LogLevel::warning,
                   auth_type_ + ": calls go without X-Databricks-GCP-SA-Access-Token for a minute: " + why);
    } catch (...) {
      // A logger can't break a call.
    }
  }

  std::string auth_type_;
  std::shared_ptr<Logger> logger_;
  std::shared_ptr<Clock> clock_;
  std::unique_ptr<TokenSource> id_token_;
  std::unique_ptr<TokenSource> access_token_;
  std::mutex mutex_;
  Clock::time_point next_try_ = Clock::time_point::min();
};

}  // namespace

std::shared_ptr<Credentials> google_headers(std::string_view auth_type, const AuthContext& context,
                                            TokenSource::Fetch id_token, TokenSource::Fetch access_token) {
  return std::make_shared<GoogleCredentials>(auth_type, context, std::move(id_token), std::move(access_token));
}

}  // namespace databricks::detail
