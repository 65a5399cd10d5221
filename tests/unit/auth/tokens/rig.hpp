// A host with its OAuth server on loopback, and a context of credentials that talks to it in virtual time.
#pragma once

#include "auth/context.hpp"

#include <algorithm>
#include <functional>
#include <mutex>

#include "error_of.hpp"
#include "form_of.hpp"
#include "kept_log.hpp"
#include "recording_server.hpp"
#include "virtual_time.hpp"

namespace test {

class Rig {
 public:
  /// Discovery answers by itself; `token_answer` is asked for the rest, with the number of the request from 1.
  explicit Rig(std::function<Answer(const Recorded&, int)> token_answer = {}) : token_answer_(std::move(token_answer)) {
    config.client_id = "b";
    config.client_secret = "c";
    config.host = server.host();
    config.environment = [](std::string_view) { return std::nullopt; };
    config.logger = logger;
  }

  databricks::detail::AuthContextPtr context(std::shared_ptr<databricks::Transport> transport = {}) {
    config.clock = time.steady;
    if (!transport) transport = databricks::http_transport();
    return databricks::detail::auth_context(config, transport, transport, time.wall());
  }
  std::vector<Recorded> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  /// Those that are not discovery.
  std::vector<Recorded> token_requests() const {
    auto found = requests();
    std::erase_if(found, [](const auto& request) { return request.method == "GET"; });
    return found;
  }

 private:
  Answer answer(const Recorded& request) {
    std::unique_lock lock(mutex_);
    requests_.push_back(request);
    if (request.method == "GET") {
      if (discovery) return discovery(request);
      return {.body = R"({"authorization_endpoint":")" + server.host() + R"(/oidc/v1/authorize","token_endpoint":")" +
                      server.host() + R"(/oidc/v1/token","issuer":"x"})"};
    }
    const int number = ++tokens_;
    lock.unlock();
    if (token_answer_) return token_answer_(request, number);
    return {.body = R"({"access_token":"cde","token_type":"Some","expires_in":3600})"};
  }

  std::function<Answer(const Recorded&, int)> token_answer_;
  mutable std::mutex mutex_;
  std::vector<Recorded> requests_;
  int tokens_ = 0;

 public:
  std::function<Answer(const Recorded&)> discovery;
  VirtualTime time;
  databricks::Config config;
  std::shared_ptr<KeptLog> logger = std::make_shared<KeptLog>(databricks::LogLevel::debug);
  RecordingServer server{[this](const Recorded& request) { return answer(request); }};
};

}  // namespace test
