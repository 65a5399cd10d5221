// The time limit of a call counts while it waits for credentials. Nobody answers before a call has given up, so each
// test would hang if it did not.
#include "auth/call_deadline.hpp"

#include <databricks/client.hpp>
#include <databricks/error.hpp>
#include <databricks/raw_call.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <thread>

#include "error_of.hpp"
#include "rig.hpp"

using namespace test;
using namespace databricks;

namespace {

constexpr auto kToken = R"({"access_token":"cde","token_type":"Bearer","expires_in":3600})";

// A host that says nothing under one path until it is told to.
class SilentHost {
 public:
  explicit SilentHost(std::string silent) : silent_(std::move(silent)) {
    rig_.discovery = [this](const Recorded& request) { return other(request); };
  }
  ~SilentHost() { speak(); }

  void speak() {
    if (!spoken_.exchange(true)) promise_.set_value();
  }
  Client client() const { return Client(rig_.config); }

 private:
  void wait(const std::string& target) {
    if (target.starts_with(silent_)) opened_.wait();
  }
  Answer token(const Recorded& request) {
    wait(request.target);
    return {.body = kToken};
  }
  Answer other(const Recorded& request) {
    wait(request.target);
    if (request.target.starts_with("/api/"))
      return {.body = R"({"authorization":")" + request.header("Authorization") + "\"}"};
    const auto host = rig_.server.host();
    return {.body = R"({"authorization_endpoint":")" + host + R"(/oidc/v1/authorize","token_endpoint":")" + host +
                    R"(/oidc/v1/token"})"};
  }

  std::string silent_;
  std::promise<void> promise_;
  std::shared_future<void> opened_{promise_.get_future()};
  std::atomic<bool> spoken_{false};
  Rig rig_{[this](const Recorded& request, int) { return token(request); }};
};

std::string call(const Client& client, const CallOptions& options) {
  return client.do_("GET", "/api/2.0/x", {}, options).body;
}

bool is_token_text(const std::string& text) { return holds(text, "Bearer cde"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(deadline)

BOOST_AUTO_TEST_CASE(a_call_ends_in_time_while_a_token_is_fetched) {
  SilentHost host("/oidc/v1/token");
  const auto client = host.client();
  const auto text = error_text<TransportTimeout>([&] { call(client, {.timeout = 100ms}); });
  BOOST_TEST(holds(text, "the call's time limit has passed while it waited for credentials"), text);
  const auto again = error_text<TransportTimeout>([&] { call(client, {.deadline = Clock().now() + 50ms}); });
  BOOST_TEST(holds(again, "waited for credentials"), again);
  host.speak();
  BOOST_TEST(is_token_text(call(client, {})));
  BOOST_TEST(is_token_text(call(client, {.timeout = 10s})));
}

BOOST_AUTO_TEST_CASE(a_call_ends_in_time_while_credentials_are_chosen) {
  SilentHost host("/oidc/.well-known");
  const auto client = host.client();
  const auto text = error_text<TransportTimeout>([&] { call(client, {.timeout = 100ms}); });
  BOOST_TEST(holds(text, "the call's time limit has passed while it waited for credentials"), text);
  host.speak();
  BOOST_TEST(is_token_text(call(client, {})));
}

BOOST_AUTO_TEST_CASE(a_call_that_is_stopped_meanwhile_is_cancelled) {
  for (const std::string silent : {"/oidc/.well-known", "/oidc/v1/token"}) {
    SilentHost host(silent);
    const auto client = host.client();
    std::stop_source stop;
    std::jthread stopper([&] {
      std::this_thread::sleep_for(50ms);
      stop.request_stop();
    });
    const auto text = error_text<CallCancelled>([&] { call(client, {.timeout = 60s, .stop = stop.get_token()}); });
    BOOST_TEST(holds(text, "cancelled while it waited for credentials"), text);
  }
}

BOOST_AUTO_TEST_CASE(who_has_more_time_gets_the_token_that_another_gave_up) {
  SilentHost host("/oidc/v1/token");
  const auto client = host.client();
  std::promise<std::string> patient;
  std::jthread hasty([&] { error_text<TransportTimeout>([&] { call(client, {.timeout = 200ms}); }); });
  std::jthread waits([&] { patient.set_value(call(client, {})); });
  hasty.join();
  host.speak();
  BOOST_TEST(is_token_text(patient.get_future().get()));
}

BOOST_AUTO_TEST_CASE(limits_may_be_nested) {
  const Clock clock;
  BOOST_TEST(!detail::CallDeadline::left().has_value());
  {
    const detail::CallDeadline outer(clock, clock.now() + 1h);
    {
      const detail::CallDeadline none(clock, Clock::time_point::max());
      BOOST_TEST(!detail::CallDeadline::left().has_value());
      const detail::CallDeadline inner(clock, clock.now() - 1s);
      BOOST_TEST((detail::CallDeadline::left() < Clock::duration(0)));
      const detail::LimitedStop limited({});
      while (!limited.token().stop_requested()) std::this_thread::yield();
    }
    BOOST_TEST((detail::CallDeadline::left() > Clock::duration(59min)));
    std::stop_source stop;
    const detail::LimitedStop limited(stop.get_token());
    BOOST_TEST(!limited.token().stop_requested());
    stop.request_stop();
    BOOST_TEST(limited.token().stop_requested());
  }
  BOOST_TEST(!detail::CallDeadline::left().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
