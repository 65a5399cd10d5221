// One client, many threads.
#include "scripted.hpp"

#include <atomic>
#include <latch>
#include <thread>

using namespace test;

namespace {

// Any number of threads; every fourth answer is a failure.
class FlakyTransport : public Transport {
 public:
  HttpResponse send(const HttpRequest& request, const HttpLimits&, ByteSink*) override {
    if (++calls_ % 4 == 0) return {.status = 503};
    const auto* authorization = request.headers.find("Authorization");
    const bool signed_well = authorization && *authorization == "Bearer planted-secret";
    return {.status = signed_well ? 200 : 401, .body = R"({"id":"a"})"};
  }

 private:
  std::atomic<int> calls_ = 0;
};

class QuickClock : public Clock {
 public:
  bool sleep(duration, const std::stop_token& stop) override { return !stop.stop_requested(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(threads, Scripted)

BOOST_AUTO_TEST_CASE(row_53_many_threads_share_a_client) {
  const auto shared = things_with([](Config& config) {
    config.transport = std::make_shared<FlakyTransport>();
    config.clock = std::make_shared<QuickClock>();
    config.rate_limit = 1000;
  });
  std::atomic<int> good = 0;
  std::vector<std::thread> workers;
  for (int i = 0; i < 64; ++i) {
    workers.emplace_back([&] {
      for (int n = 0; n < 100; ++n) good += *shared.get({"a"}).id == "a" ? 1 : 0;
    });
  }
  for (auto& worker : workers) worker.join();
  BOOST_TEST(good == 6400);
}

BOOST_AUTO_TEST_CASE(row_208_a_client_may_be_destroyed_while_its_calls_are_in_flight) {
  std::latch begun(1);
  std::latch gone(1);
  play({[&](const HttpRequest&, const HttpLimits&, ByteSink*) {
          begun.count_down();
          gone.wait();
          return HttpResponse{.status = 503};
        },
        answers(200, R"({"id":"a"})")});
  auto doomed = std::unique_ptr<Things>(new Things{Client(config())});
  std::string id;
  std::thread caller([&] { id = *doomed->get({"a"}).id; });
  begun.wait();
  doomed.reset();
  gone.count_down();
  caller.join();
  BOOST_TEST(id == "a");
  BOOST_TEST(sent() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
