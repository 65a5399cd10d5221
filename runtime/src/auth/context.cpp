#include "auth/context.hpp"

#include "config/profile.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr int kLongestAttemptSeconds = 30;

// Certificates are only loaded when a metadata server is really asked.
class DirectTransport final : public Transport {
 public:
  explicit DirectTransport(TransportOptions options) : options_(std::move(options)) {}
  HttpResponse send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) override {
    std::call_once(once_, [this] { transport_ = http_transport(options_); });
    return transport_->send(request, limits, sink);
  }

 private:
  TransportOptions options_;
  std::once_flag once_;
  std::shared_ptr<Transport> transport_;
};

std::chrono::seconds longest_attempt(const Config& config) {
  const int configured = config.http_timeout_seconds.value_or(0);
  return std::chrono::seconds(configured > 0 ? std::min(configured, kLongestAttemptSeconds) : kLongestAttemptSeconds);
}

}  // namespace

std::string AuthContext::environment(std::string_view name) const { return environment_value(config, name); }

void AuthContext::log(LogLevel level, std::string_view text) const {
  const auto logger = config.logger ? config.logger : default_logger();
  if (logger && logger->enabled(level)) logger->log(level, text);
}

std::unique_ptr<TokenSource> AuthContext::token_source(TokenSource::Fetch fetch, bool renew_in_background) const {
  const bool background = renew_in_background && !config.disable_async_token_refresh.value_or(false);
  return std::make_unique<TokenSource>(std::move(fetch), TokenSourceOptions{background, clock, wall});
}

AuthContextPtr auth_context(const Config& config, std::shared_ptr<Transport> transport,
                            std::shared_ptr<Transport> direct, WallClock wall) {
  auto context = std::make_shared<AuthContext>();
  context->config = config;
  context->clock = config.clock ? config.clock : std::make_shared<Clock>();
  context->wall = wall ? std::move(wall) : WallClock([] { return std::chrono::system_clock::now(); });
  context->http = std::make_shared<AuthHttp>(
      std::move(transport), std::move(direct), context->clock,
      AuthHttpOptions{.longest_attempt = longest_attempt(config), .wall = context->wall, .logger = config.logger});
  return context;
}

std::shared_ptr<Transport> direct_transport(const Config& config) {
  if (config.transport) return config.transport;
  TransportOptions options;
  options.tls = {config.skip_verify.value_or(false), config.ca_file, config.ca_directory, config.client_certificate,
                 config.client_key};
  return std::make_shared<DirectTransport>(std::move(options));
}

}  // namespace databricks::detail
