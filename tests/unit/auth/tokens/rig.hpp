// A host with its OAuth server on loopback, and a context of credentials that talks to it in virtual time.
#pragma once

#include "auth/context.hpp"

#include <algorithm>
#include <functional>
#include <mutex>

#include "recording_server.hpp"
#include "virtual_time.hpp"

namespace test {

/// Takes requests for other origins to a server on loopback.
class MappedTransport final : public databricks::Transport {
 public:
  explicit MappedTransport(std::string to) : to_(std::move(to)) {}
  databricks::HttpResponse send(const databricks::HttpRequest& request, const databricks::HttpLimits& limits,
                                databricks::ByteSink* sink) override {
    auto mapped = request;
    mapped.headers.set("X-Meant-For", request.origin);
    mapped.origin = to_;
    return real_->send(mapped, limits, sink);
  }

 private:
  std::string to_;
  std::shared_ptr<databricks::Transport> real_ = databricks::http_transport();
};

/// Keeps every record.
class RecordingLogger final : public databricks::Logger {
 public:
  bool enabled(databricks::LogLevel) const override { return true; }
  void log(databricks::LogLevel, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    text_.append(text).append("\n");
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

/// Fields of a form body, decoded.
inline std::map<std::string, std::string> form_of(const Recorded& request) {
  httplib::Params params;
  httplib::detail::parse_query_text(request.body, params);
  return {params.begin(), params.end()};
}

inline bool holds(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

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
  std::shared_ptr<RecordingLogger> logger = std::make_shared<RecordingLogger>();
  RecordingServer server{[this](const Recorded& request) { return answer(request); }};
};

}  // namespace test
