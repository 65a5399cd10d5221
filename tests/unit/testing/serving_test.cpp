#include "fixture.hpp"

#include <databricks/error.hpp>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using databricks::testing::ApiServer;
using widgets::Widgets;

BOOST_AUTO_TEST_SUITE(serving)

BOOST_AUTO_TEST_CASE(sixteen_threads_get_their_own_answers) {
  Serving serving;
  serving.server.on<&Widgets::get>(echo_id);
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const auto id = std::to_string(t) + "-" + std::to_string(i);
        if (serving.send("GET", "/api/2.0/widgets/" + id).body != "{\"id\":\"" + id + "\"}") ++wrong;
      }
    });
  }
  threads.clear();
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(handlers_can_be_replaced_while_serving) {
  Serving serving;
  serving.server.on<&Widgets::get>(echo_id);
  std::jthread replacing([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) serving.server.on<&Widgets::get>(echo_id);
  });
  for (int i = 0; i < 100; ++i) BOOST_TEST(serving.send("GET", "/api/2.0/widgets/w").status == 200);
}

BOOST_AUTO_TEST_CASE(a_port_that_is_taken_is_an_error) {
  Serving first;
  ApiServer second({.port = first.server.port()});
  BOOST_CHECK_THROW(second.start(), databricks::Error);
  BOOST_TEST(!second.running());
}

BOOST_AUTO_TEST_CASE(it_starts_and_stops_again_and_again) {
  ApiServer server;
  server.on<&Widgets::get>(echo_id);
  for (int i = 0; i < 20; ++i) {
    server.start();
    BOOST_TEST(::send(server.port(), "GET", "/api/2.0/widgets/w").status == 200);
    server.stop();
    BOOST_TEST(server.port() == 0);
  }
  server.stop();
}

BOOST_AUTO_TEST_CASE(stopping_does_not_wait_for_idle_connections) {
  auto serving = std::make_unique<Serving>();
  serving->server.on<&Widgets::get>(echo_id);
  std::vector<std::jthread> connected;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 8; ++i) {
    // A request that is never finished keeps its connection open.
    connected.emplace_back([&, port = serving->server.port()] {
      ++answered;
      exchange(port, "GET /api/2.0/widgets/w HTTP/1.1\r\nAuthor");
    });
  }
  while (answered < 8) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto start = std::chrono::steady_clock::now();
  serving.reset();
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(2)));
}

BOOST_AUTO_TEST_CASE(stopping_lets_an_answer_finish) {
  Serving serving;
  std::atomic<bool> inside = false;
  serving.server.on<&Widgets::get>([&](const auto& request) {
    inside = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return echo_id(request);
  });
  RawReply reply;
  std::jthread client([&] { reply = serving.send("GET", "/api/2.0/widgets/w"); });
  while (!inside) std::this_thread::yield();
  serving.server.stop();
  client.join();
  BOOST_TEST(reply.status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
