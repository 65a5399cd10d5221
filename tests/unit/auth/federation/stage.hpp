// A workspace with its OAuth server on loopback, an environment, a folder and a time of its own: where a method of
// authentication is tried.
#pragma once

#include <boost/test/unit_test.hpp>

#include "auth/base64.hpp"
#include "auth/context.hpp"
#include "auth/methods.hpp"
#include "request/percent.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "mapping_transport.hpp"
#include "recording_server.hpp"

namespace test {

using namespace std::chrono_literals;
using databricks::Token;
using databricks::detail::Attempted;

inline bool holds(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// Both clocks at once; to sleep is to let the time pass.
class ManualClock final : public databricks::Clock {
 public:
  time_point now() const override { return start_ + passed_.load(); }
  bool sleep(duration span, const std::stop_token& stop) override {
    pass(span);
    return !stop.stop_requested();
  }
  void pass(duration span) { passed_ = passed_.load() + span; }
  std::chrono::system_clock::time_point wall() const { return wall_start_ + passed_.load(); }

 private:
  time_point start_ = std::chrono::steady_clock::now();
  std::chrono::system_clock::time_point wall_start_ = std::chrono::system_clock::now();
  std::atomic<duration> passed_{duration::zero()};
};

/// A text that anybody may see.
inline std::string shown(std::string text) {
  BOOST_TEST(!holds(text, "planted-secret"), text);
  return text;
}

/// Why a call fails.
template <class F>
std::string error_of(F&& call) {
  try {
    call();
  } catch (const databricks::Error& error) {
    return shown(error.what());
  }
  BOOST_ERROR("there was no error");
  return {};
}

/// A JWT with these claims, which nobody signed.
inline std::string jwt(const std::string& claims) {
  using databricks::detail::base64_url;
  return base64_url(R"({"alg":"none"})") + '.' + base64_url(claims) + '.' + base64_url("planted-secret");
}
inline std::string jwt_until(std::chrono::system_clock::time_point expiry, const std::string& id = "a") {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(expiry.time_since_epoch()).count();
  return jwt(R"({"jti":")" + id + R"(","exp":)" + std::to_string(seconds) + '}');
}

inline std::map<std::string, std::string> form_of(const Recorded& request) {
  std::map<std::string, std::string> form;
  std::string_view rest = request.body;
  const auto decoded = [](std::string text) {
    std::replace(text.begin(), text.end(), '+', ' ');
    return databricks::detail::percent_decoded(text);
  };
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto middle = pair.find('=');
    BOOST_REQUIRE(middle != pair.npos);
    form[decoded(std::string(pair.substr(0, middle)))] = decoded(std::string(pair.substr(middle + 1)));
  }
  return form;
}

class Stage {
 public:
  Stage() : server_([this](const Recorded& request) { return respond(request); }) {
    std::string name = "/tmp/databricks-test-auth-XXXXXX";
    folder_ = mkdtemp(name.data());
    config.host = server_.host();
    answer("/oidc/.well-known/oauth-authorization-server",
           [this](const Recorded&) { return Answer{.body = R"({"token_endpoint":")" + token_endpoint() + "\"}"}; });
    answer("/oidc/v1/token", [this](const Recorded&) { return token_answer(); });
  }
  ~Stage() { std::filesystem::remove_all(folder_); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

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

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + '/' + name, std::ios::binary) << text;
    return folder_ + '/' + name;
  }
  const std::string& folder() const { return folder_; }
  std::string host() const { return server_.host(); }
  std::string token_endpoint() const { return server_.host() + "/oidc/v1/token"; }
  /// Tokens are named access-1, access-2 ...
  Answer token_answer() {
    return {.body = R"({"access_token":"access-)" + std::to_string(++tokens_) +
                    R"(","token_type":"bearer","expires_in":3600})"};
  }

  databricks::Config config{};
  std::map<std::string, std::string> environment{};
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
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
  std::string folder_;
  RecordingServer server_;  // last: its threads use the others
};

inline std::string authorization(databricks::Credentials& credentials) {
  const auto headers = credentials.headers({});
  BOOST_TEST(headers.size() == 1U);
  const auto* value = headers.find("Authorization");
  return value ? *value : "";
}

}  // namespace test
