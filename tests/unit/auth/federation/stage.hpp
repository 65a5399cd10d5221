// A workspace with its OAuth server on loopback, an environment, a folder and a time of its own: where a method of
// authentication is tried.
#pragma once

#include <boost/test/unit_test.hpp>

#include "auth/base64.hpp"
#include "auth/context.hpp"
#include "auth/methods.hpp"

#include <atomic>
#include <mutex>

#include "error_of.hpp"
#include "form_of.hpp"
#include "mapping_transport.hpp"
#include "recording_server.hpp"
#include "temporary_directory.hpp"
#include "virtual_clock.hpp"

namespace test {

using namespace std::chrono_literals;
using databricks::OAuthToken;
using databricks::detail::Attempted;

/// A JWT with these claims, which nobody signed.
inline std::string jwt(const std::string& claims) {
  using databricks::detail::base64_url;
  return base64_url(R"({"alg":"none"})") + '.' + base64_url(claims) + '.' + base64_url("planted-secret");
}
inline std::string jwt_until(std::chrono::system_clock::time_point expiry, const std::string& id = "a") {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(expiry.time_since_epoch()).count();
  return jwt(R"({"jti":")" + id + R"(","exp":)" + std::to_string(seconds) + '}');
}

class Stage : public TemporaryDirectory {
 public:
  Stage() : server_([this](const Recorded& request) { return respond(request); }) {
    config.host = server_.host();
    answer("/oidc/.well-known/oauth-authorization-server",
           [this](const Recorded&) { return Answer{.body = R"({"token_endpoint":")" + token_endpoint() + "\"}"}; });
    answer("/oidc/v1/token", [this](const Recorded&) { return token_answer(); });
  }

  /// What requests for this path are answered; unknown paths 404.
  void answer(const std::string& path, std::function<Answer(const Recorded&)> make) {
    const std::lock_guard lock(mutex_);
    routes_[path] = std::move(make);
  }
  void answer(const std::string& path, Answer same) {
    answer(path, [same](const Recorded&) { return same; });
  }
  /// Those for this path, or all but discovery.
  std::vector<Recorded> requests(const std::string& path = {}) const {
    const std::lock_guard lock(mutex_);
    std::vector<Recorded> found;
    for (const auto& request : requests_) {
      const auto asked = request.target.substr(0, request.target.find('?'));
      if (path.empty() ? !holds(asked, "/.well-known/") : asked == path) found.push_back(request);
    }
    return found;
  }

  databricks::detail::AuthContextPtr context(std::shared_ptr<databricks::Transport> transport = {}) {
    if (!transport) transport = std::make_shared<MappingTransport>(server_.host());
    auto made = std::make_shared<databricks::detail::AuthContext>();
    made->config = config;
    made->config.environment = [this](std::string_view variable) -> std::optional<std::string> {
      const auto found = environment.find(std::string(variable));
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    made->clock = clock;
    made->wall = [this] { return clock->wall(); };
    made->http = std::make_shared<databricks::detail::AuthHttp>(transport, direct ? direct : transport, clock);
    return made;
  }
  Attempted attempt(databricks::detail::Method method) { return method(context(), {}); }
  std::shared_ptr<databricks::Credentials> credentials(databricks::detail::Method method) {
    const auto attempted = attempt(method);
    BOOST_REQUIRE_MESSAGE(attempted.credentials, attempted.skipped);
    return attempted.credentials;
  }
  std::string skipped(databricks::detail::Method method) {
    const auto attempted = attempt(method);
    BOOST_TEST(!attempted.credentials);
    return shown(attempted.skipped);
  }

  std::string host() const { return server_.host(); }
  std::string token_endpoint() const { return server_.host() + "/oidc/v1/token"; }
  /// Tokens are named access-1, access-2 ...
  Answer token_answer() {
    return {.body = R"({"access_token":"access-)" + std::to_string(++tokens_) +
                    R"(","token_type":"bearer","expires_in":3600})"};
  }

  databricks::Config config{};
  std::map<std::string, std::string> environment{};
  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<databricks::Transport> direct{};  // unset: the same as the other

 private:
  Answer respond(const Recorded& request) {
    std::function<Answer(const Recorded&)> make;
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
      const auto found = routes_.find(request.target.substr(0, request.target.find('?')));
      if (found != routes_.end()) make = found->second;
    }
    return make ? make(request) : Answer{.status = 404, .body = "nothing here", .content_type = "text/plain"};
  }

  mutable std::mutex mutex_;
  std::map<std::string, std::function<Answer(const Recorded&)>> routes_;
  std::vector<Recorded> requests_;
  std::atomic<int> tokens_ = 0;
  RecordingServer server_;  // last: its threads use the others
};

inline std::string authorization(databricks::Credentials& credentials) {
  const auto headers = credentials.headers({});
  BOOST_TEST(headers.size() == 1U);
  const auto* value = headers.find("Authorization");
  return value ? *value : "";
}

}  // namespace test
