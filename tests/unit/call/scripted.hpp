// A client over a transport that plays a script: failures of any kind, at no cost of time.
#pragma once

#include "error_of.hpp"
#include "virtual_clock.hpp"

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace test {

using namespace databricks;
using namespace std::chrono_literals;

class ScriptedTransport : public Transport {
 public:
  using Step = std::function<HttpResponse(const HttpRequest&, const HttpLimits&, ByteSink*)>;

  HttpResponse send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) override {
    Step step;
    {
      const std::lock_guard lock(mutex_);
      requests.push_back(request);
      totals.push_back(limits.total_timeout);
      // The last step is repeated.
      step = steps.at(std::min(requests.size(), steps.size()) - 1);
    }
    return step(request, limits, sink);
  }

  std::vector<Step> steps;
  std::vector<HttpRequest> requests;
  std::vector<std::chrono::milliseconds> totals;  // total_timeout of each

 private:
  std::mutex mutex_;
};

/// All that the request's body holds.
inline std::string read_all(const HttpRequest& request) {
  if (!request.source) return request.body;
  std::string all;
  char buffer[16];
  while (const auto n = request.source->read(buffer, sizeof buffer)) all.append(buffer, n);
  return all;
}

/// Reads the request and answers.
inline ScriptedTransport::Step answers(int status, std::string body = "", Headers headers = {}) {
  return [=](const HttpRequest& request, const HttpLimits&, ByteSink* sink) {
    read_all(request);
    HttpResponse response{.status = status, .headers = headers, .body = body, .body_bytes = body.size()};
    if (sink && status / 100 == 2) {
      sink->write(body);
      response.body.clear();
    }
    return response;
  };
}

/// Fails; what is not reachable reads nothing of the request.
inline ScriptedTransport::Step fails(TransportFault fault, TransportPhase phase = TransportPhase::wait) {
  return [=](const HttpRequest& request, const HttpLimits&, ByteSink*) -> HttpResponse {
    if (fault != TransportFault::unreachable) read_all(request);
    throw TransportError(fault, phase, request.origin + ": scripted failure");
  };
}

struct Thing {
  optional<std::string> id{};
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id))
struct KeyedThing {
  optional<std::string> id{};
  optional<std::string> request_id{};
};
BOOST_DESCRIBE_STRUCT(KeyedThing, (), (id, request_id))
struct BinaryThing {
  Bytes contents{};
};
BOOST_DESCRIBE_STRUCT(BinaryThing, (), (contents))
struct SentThing {
  Source contents{};
};
BOOST_DESCRIBE_STRUCT(SentThing, (), (contents))

struct Things : Service {
  Endpoint<"GET /things/{id}", Thing, Thing> get{*this};
  Endpoint<"PUT /things/{id}", Thing, Thing> put{*this};
  Endpoint<"PATCH /things/{id}", Thing, Thing> patch{*this};
  Endpoint<"DELETE /things/{id}", Thing, void> remove{*this};
  Endpoint<"POST /things", Thing, Thing> create{*this};
  Endpoint<"POST /things/search", Thing, Thing, Idempotent> search{*this};
  Endpoint<"POST /things/keyed", KeyedThing, Thing, IdempotencyKey<"request_id">> create_keyed{*this};
  Endpoint<"POST /things/run", KeyedThing, Thing, IdempotencyToken<"request_id">> run{*this};
  Endpoint<"GET /download", void, BinaryThing, Accept<"application/octet-stream">> download{*this};
  Endpoint<"POST /upload", SentThing, void, Body<"contents", "application/octet-stream">> upload{*this};
};

struct Scripted {
  Config config() const {
    Config made;
    made.host = "https://example.com";
    made.token = "planted-secret";
    made.clock = clock;
    made.transport = transport;
    made.environment = [](std::string_view) { return std::nullopt; };
    made.host_metadata = [](std::string_view) { return std::string(); };
    return made;
  }
  Things things_with(const std::function<void(Config&)>& change) const {
    Config changed = config();
    change(changed);
    return Things{Client(changed)};
  }
  void play(std::vector<ScriptedTransport::Step> steps) {
    transport->steps = std::move(steps);
    transport->requests.clear();
    transport->totals.clear();
    clock->forget_sleeps();
  }
  std::size_t sent() const { return transport->requests.size(); }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Things things{Client(config())};
};

}  // namespace test
