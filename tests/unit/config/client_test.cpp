// Configurations in whole clients, over real sockets.
#include <boost/test/unit_test.hpp>

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

#include <mutex>
#include <thread>

#include "machine.hpp"
#include "recording_server.hpp"

using namespace databricks;
using namespace test;

namespace configured {

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())
struct Pong {
  optional<std::string> id{};
};
BOOST_DESCRIBE_STRUCT(Pong, (), (id))
inline constexpr Declare<"GET /api/2.0/ping", Nothing, Pong> ping;

}  // namespace configured

namespace {

// A workspace with an OAuth server.
class Workspace {
 public:
  Workspace() : server_([this](const Recorded& request) { return answer(request); }) {}
  std::string host() const { return server_.host(); }
  std::vector<Recorded> requests(const std::string& method, const std::string& target) {
    const std::lock_guard lock(mutex_);
    std::vector<Recorded> found;
    for (const auto& request : requests_) {
      if (request.method == method && request.target == target) found.push_back(request);
    }
    return found;
  }

 private:
  Answer answer(const Recorded& request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (request.target == "/.well-known/databricks-config") return {.status = 404};
    if (request.target == "/oidc/.well-known/oauth-authorization-server") {
      return {.body = R"({"authorization_endpoint":")" + host() + R"(/oidc/v1/authorize","token_endpoint":")" + host() +
                      R"(/oidc/v1/token"})"};
    }
    if (request.method == "POST") return {.body = R"({"access_token":"abc","token_type":"Bearer","expires_in":3600})"};
    return {.body = R"({"id":"pong"})"};
  }

  std::mutex mutex_;
  std::vector<Recorded> requests_;
  RecordingServer server_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(client)

BOOST_AUTO_TEST_CASE(t41_first_calls_at_once_share_one_token) {
  Workspace workspace;
  const Machine machine;
  const Client client(machine.resolve({.host = workspace.host(), .client_id = "c", .client_secret = "planted-secret"}));
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { client.call(configured::ping); });
  for (auto& thread : threads) thread.join();
  const auto calls = workspace.requests("GET", "/api/2.0/ping");
  BOOST_TEST(calls.size() == 8);
  for (const auto& call : calls) BOOST_TEST(call.header("Authorization") == "Bearer abc");
  BOOST_TEST(workspace.requests("POST", "/oidc/v1/token").size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
