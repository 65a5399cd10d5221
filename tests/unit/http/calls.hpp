// Shorthands for calls through the built-in transport.
#pragma once

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <databricks/error.hpp>
#include <databricks/http.hpp>
#include <optional>
#include <string>

#include "loopback.hpp"
#include "texts.hpp"

namespace test {

using namespace std::chrono_literals;

inline databricks::HttpRequest request(const std::string& origin, std::string method = "GET",
                                       std::optional<std::string> body = std::nullopt) {
  databricks::HttpRequest made{.method = std::move(method), .origin = origin, .target = "/api/2.0/x?a=b"};
  made.has_body = body.has_value();
  made.body = body.value_or("");
  return made;
}

inline databricks::HttpResponse get(databricks::Transport& transport, const std::string& origin,
                                    const databricks::HttpLimits& limits = {}) {
  return transport.send(request(origin), limits, nullptr);
}

struct Failure {
  databricks::TransportPhase phase;
  databricks::TransportFault fault;
  bool timed_out;
  bool cancelled;
  std::string text;
  std::chrono::milliseconds elapsed;
  std::uint64_t bytes_received;
};

/// Runs what must end in a TransportError.
template <class F>
Failure failure_of(F&& call) {
  const auto start = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  };
  try {
    call();
  } catch (const databricks::TransportError& error) {
    return {error.phase(),
            error.fault(),
            dynamic_cast<const databricks::TransportTimeout*>(&error) != nullptr,
            dynamic_cast<const databricks::CallCancelled*>(&error) != nullptr,
            error.what(),
            elapsed(),
            error.bytes_received()};
  }
  BOOST_FAIL("no TransportError");
  return {};
}

}  // namespace test
