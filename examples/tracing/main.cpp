// Spans of a tracing system from calls of the SDK: one per call, one per attempt below it. Each attempt carries the id
// of its span to the service, as W3C Trace Context has it. The spans are printed, a line each, in the JSON of OTLP; an
// exporter would send them. Runs against a workspace on this machine.
#include <databricks/models/compute.hpp>
#include <databricks/models/iam.hpp>
#include <databricks/observer.hpp>
#include <databricks/testing/local_workspace.hpp>
#include <databricks/user_agent.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>
#include <mutex>
#include <random>
#include <sstream>

namespace {

std::string new_span_id() {
  thread_local std::mt19937_64 random(std::random_device{}());
  static constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  for (int i = 0; i < 16; ++i) id += kHex[random() % 16];
  return id;
}

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

struct Span {
  std::string trace, id, parent, name;
  std::int64_t start = now();
};

/// Callable from any thread. None of the texts needs escapes: they are ids, declared paths and figures.
class Exporter {
 public:
  void add(const Span& span, int status, const databricks::Error* error, std::string_view attributes) {
    std::ostringstream line;
    line << R"({"traceId":")" << span.trace << R"(","spanId":")" << span.id << R"(","parentSpanId":")" << span.parent
         << R"(","name":")" << span.name << R"(","startTimeUnixNano":")" << span.start << R"(","endTimeUnixNano":")"
         << now() << R"(","http.status":)" << status << attributes << R"(,"status":{"code":)" << (error ? 2 : 1)
         << "}}\n";
    const std::lock_guard lock(mutex_);
    std::cout << line.str();
  }

 private:
  std::mutex mutex_;
};

class TracedCall : public databricks::CallObserver {
 public:
  TracedCall(Exporter& exporter, const databricks::CallStart& call)
      : exporter_(exporter), call_{std::string(call.operation_id), new_span_id(), {}, std::string(call.operation)} {}

  std::string attempt_started(int attempt) override {
    attempt_ = {call_.trace, new_span_id(), call_.id, "attempt " + std::to_string(attempt)};
    return "00-" + attempt_.trace + "-" + attempt_.id + "-01";
  }
  void attempt_ended(const databricks::AttemptEnd& attempt) override {
    const auto received = R"(,"http.response.body.size":)" + std::to_string(attempt.bytes_received);
    exporter_.add(attempt_, attempt.status, attempt.error, received);
  }
  void call_ended(const databricks::CallEnd& call) override { exporter_.add(call_, call.status, call.error, {}); }

 private:
  Exporter& exporter_;
  Span call_;
  Span attempt_{};
};

class Tracer : public databricks::Observer {
 public:
  std::unique_ptr<databricks::CallObserver> call_started(const databricks::CallStart& call) override {
    return std::make_unique<TracedCall>(exporter_, call);
  }

 private:
  Exporter exporter_;
};

}  // namespace

int main() {
  try {
    databricks::set_product("tracing-example", "1.0.0");
    const databricks::testing::LocalWorkspace workspace;
    databricks::Config config = workspace.config();
    config.observer = std::make_shared<Tracer>();
    databricks::WorkspaceClient w(config);
    w.current_user.me();
    w.clusters.list_node_types();
    try {
      w.clusters.get({.cluster_id = "none"});
    } catch (const databricks::DatabricksError& error) {
      std::cerr << "as expected: " << error.what() << '\n';
    }
  } catch (const std::exception& error) {
    std::cerr << "tracing: " << error.what() << '\n';
    return 1;
  }
}
