// A workspace and a storage that answer what a test says, over sockets; and a client whose clock doesn't wait.
#pragma once

#include "recording_server.hpp"
#include "virtual_clock.hpp"

#include <databricks/log.hpp>
#include <databricks/reflect.hpp>
#include <databricks/sql.hpp>
#include <databricks/workspace_client.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <deque>
#include <mutex>

namespace test {

using namespace databricks;

struct Item {
  std::int64_t n{};
  databricks::optional<std::string> s{};
};
BOOST_DESCRIBE_STRUCT(Item, (), (n, s))

inline Answer json(std::string body, int status = 200) { return {.status = status, .body = std::move(body)}; }

inline const std::string kSchema = R"("schema":{"column_count":2,"columns":[
  {"name":"n","position":0,"type_name":"LONG","type_text":"BIGINT"},
  {"name":"s","position":1,"type_name":"STRING","type_text":"STRING"}]})";

/// The answer of a statement that has succeeded, with more of its manifest, and its result.
inline Answer success(const std::string& manifest, const std::string& result) {
  return json(R"({"statement_id":"st1","status":{"state":"SUCCEEDED"},"manifest":{"format":"JSON_ARRAY",)" + kSchema +
              (manifest.empty() ? "" : ",") + manifest + "}" + (result.empty() ? "" : ",\"result\":") + result + "}");
}
inline Answer state(const std::string& state, const std::string& more = {}) {
  return json(R"({"statement_id":"st1","status":{"state":")" + state + "\"" + more + "}}");
}

struct Script {
  Script()
      : server([this](const Recorded& request) {
          const std::lock_guard lock(mutex);
          requests.push_back(request);
          if (request.target.ends_with("/cancel")) return Answer{.body = "{}"};
          if (answers.empty()) return Answer{.status = 500, .body = "no answer left"};
          auto answer = answers.front();
          answers.pop_front();
          return answer;
        }) {}
  std::string targets() {
    const std::lock_guard lock(mutex);
    std::string text;
    for (const auto& request : requests) text += request.method + ' ' + request.target + '\n';
    return text;
  }
  Recorded request(std::size_t index) {
    const std::lock_guard lock(mutex);
    return requests.at(index);
  }

  std::mutex mutex;
  std::vector<Recorded> requests;
  std::deque<Answer> answers;
  RecordingServer server;
};

inline const std::string kExecute = "POST /api/2.0/sql/statements\n";
inline const std::string kPoll = "GET /api/2.0/sql/statements/st1\n";
inline const std::string kCancel = "POST /api/2.0/sql/statements/st1/cancel\n";
inline std::string chunk_line(int index) {
  return "GET /api/2.0/sql/statements/st1/result/chunks/" + std::to_string(index) + '\n';
}

struct Fixture {
  Config config() {
    Config config;
    config.host = workspace.server.host();
    config.token = "planted-secret-token";
    config.warehouse_id = "wh";
    config.clock = clock;
    config.environment = [](std::string_view) { return std::nullopt; };
    config.logger = function_logger([this](LogLevel, std::string_view text) { log.append(text) += '\n'; });
    return config;
  }

  /// Runs a query over Items to its end; the sum of n, or what was thrown.
  std::string outcome(const SqlOptions& options = {}) {
    try {
      std::int64_t sum = 0;
      for (const Item& item : w.sql.query<Item>("SELECT", options)) sum += item.n;
      return std::to_string(sum);
    } catch (const Error& error) {
      return error.what();
    }
  }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::string log;
  Script workspace;
  Script storage;
  WorkspaceClient w{config()};
};

}  // namespace test
