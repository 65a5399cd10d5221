// Names, and which of a host's addresses a connection is made to.
#include <thread>

#include "blackhole.hpp"
#include "calls.hpp"
#include "resolver.hpp"

using namespace test;
using databricks::Address;
using databricks::http_transport;
using databricks::TransportFault;
using databricks::TransportPhase;
using databricks::detail::LookUp;

namespace {

std::vector<Address> addresses;

LookUp planned(const std::string&, const std::string&) { return {addresses, {}}; }

LookUp slow(const std::string&, const std::string&) {
  std::this_thread::sleep_for(800ms);
  return {{}, "too late to matter"};
}

Address family_only(sa_family_t family, socklen_t mark) {
  Address address;
  address.storage.ss_family = family;
  address.size = mark;
  return address;
}

int refused_port() {
  LoopbackServer gone({answer("")});
  return gone.port();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(resolve)

BOOST_AUTO_TEST_CASE(localhost_is_found_without_help) {
  LoopbackServer server({answer("ok")});
  BOOST_TEST(get(*http_transport(), "http://localhost:" + std::to_string(server.port())).body == "ok");
}

BOOST_AUTO_TEST_CASE(row_17_unknown_host_is_named) {
  const auto failed = failure_of([&] { get(*http_transport(), "http://no-such-host.invalid"); });
  BOOST_TEST((failed.phase == TransportPhase::resolve));
  BOOST_TEST((failed.fault == TransportFault::unreachable));
  BOOST_TEST(holds(failed.text, "host no-such-host.invalid"));
}

BOOST_AUTO_TEST_CASE(no_addresses_and_a_resolver_that_throws) {
  for (const databricks::detail::Resolver resolver :
       {+[](const std::string&, const std::string&) -> LookUp { return {}; },
        +[](const std::string&, const std::string&) -> LookUp { throw std::runtime_error("out of luck"); }}) {
    const ResolverOverride guard(resolver);
    const auto failed = failure_of([&] { get(*http_transport(), "http://some.example"); });
    BOOST_TEST((failed.phase == TransportPhase::resolve));
    BOOST_TEST(holds(failed.text, "some.example"));
  }
}

BOOST_AUTO_TEST_CASE(a_slow_look_up_is_limited) {
  const ResolverOverride guard(slow);
  auto transport = http_transport();
  for (const databricks::HttpLimits& limits :
       {databricks::HttpLimits{.connect_timeout = 60ms}, databricks::HttpLimits{.total_timeout = 60ms}}) {
    const auto failed = failure_of([&] { get(*transport, "http://slow.example", limits); });
    BOOST_TEST((failed.phase == TransportPhase::resolve));
    BOOST_TEST((failed.fault == TransportFault::unreachable));
    BOOST_TEST(failed.timed_out);
    BOOST_TEST(holds(failed.text, "slow.example"));
    BOOST_TEST(failed.elapsed.count() < 500);
  }
}

BOOST_AUTO_TEST_CASE(families_take_turns) {
  addresses = {family_only(AF_INET6, 1), family_only(AF_INET6, 2), family_only(AF_INET6, 3), family_only(AF_INET, 4)};
  const ResolverOverride guard(planned);
  const databricks::HttpLimits limits;
  const auto origin = databricks::parse_origin("http://a");
  databricks::Watch watch(origin.text, limits);
  const auto found = databricks::resolve_host(origin, databricks::Watch::Clock::time_point::max(), watch);
  std::vector<socklen_t> marks;
  for (const auto& address : found) marks.push_back(address.size);
  BOOST_TEST(marks == (std::vector<socklen_t>{1, 4, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_black_hole_costs_no_more_than_a_moment) {
  Blackhole hole;
  LoopbackServer server({answer("ok")});
  const auto hole_port = databricks::parse_origin(hole.origin()).port;
  addresses = {loopback_address(std::stoi(hole_port)), loopback_address(server.port())};
  const ResolverOverride guard(planned);
  const auto start = std::chrono::steady_clock::now();
  const auto got = get(*http_transport(), "http://two.example");
  const auto took = std::chrono::steady_clock::now() - start;
  BOOST_TEST(got.body == "ok");
  BOOST_TEST((took >= 240ms));
  BOOST_TEST((took < 1500ms));
  BOOST_TEST((got.timings.connect >= 240ms));
}

BOOST_AUTO_TEST_CASE(a_refusal_costs_nothing) {
  LoopbackServer server({answer("ok")});
  addresses = {loopback_address(refused_port()), loopback_address(refused_port()), loopback_address(server.port())};
  const ResolverOverride guard(planned);
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(get(*http_transport(), "http://three.example").body == "ok");
  BOOST_TEST((std::chrono::steady_clock::now() - start < 240ms));
}

BOOST_AUTO_TEST_CASE(an_address_that_answers_is_the_only_one_tried) {
  LoopbackServer first({answer("first")});
  LoopbackServer second({answer("second")});
  addresses = {loopback_address(first.port()), loopback_address(second.port())};
  const ResolverOverride guard(planned);
  BOOST_TEST(get(*http_transport(), "http://two.example").body == "first");
  BOOST_TEST(second.connections() == 0);
}

BOOST_AUTO_TEST_CASE(all_addresses_fail) {
  addresses = {loopback_address(refused_port()), family_only(AF_UNSPEC, 1)};
  const ResolverOverride guard(planned);
  const auto failed = failure_of([&] { get(*http_transport(), "http://two.example"); });
  BOOST_TEST((failed.phase == TransportPhase::connect));
  BOOST_TEST((failed.fault == TransportFault::unreachable));
  BOOST_TEST(holds(failed.text, "no connection to two.example"));
}

BOOST_AUTO_TEST_CASE(all_addresses_are_black_holes) {
  Blackhole hole;
  const auto port = std::stoi(databricks::parse_origin(hole.origin()).port);
  addresses = {loopback_address(port), loopback_address(port)};
  const ResolverOverride guard(planned);
  const auto failed = failure_of([&] { get(*http_transport(), "http://two.example", {.connect_timeout = 400ms}); });
  BOOST_TEST((failed.phase == TransportPhase::connect));
  BOOST_TEST(failed.timed_out);
  BOOST_TEST(failed.elapsed.count() >= 399);
  BOOST_TEST(failed.elapsed.count() < 1500);
}

BOOST_AUTO_TEST_SUITE_END()
