// A workspace that plays a script, and a client whose clock doesn't wait.
#pragma once

#include "error_of.hpp"
#include "recording_server.hpp"
#include "virtual_clock.hpp"

#include <databricks/models/compute.hpp>
#include <databricks/workspace_client.hpp>

#include <boost/test/unit_test.hpp>

#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace test {

using namespace databricks;
using namespace std::chrono_literals;

inline Answer json(std::string body, int status = 200) { return {.status = status, .body = std::move(body)}; }
inline Answer refusal(const std::string& code, const std::string& message, int status = 400) {
  return json(R"({"error_code":")" + code + R"(","message":")" + message + R"("})", status);
}

/// Gives the scripted answers in turn and keeps the requests; the last answer is repeated.
struct Workspace {
  Workspace()
      : server([this](const Recorded& request) {
          const std::lock_guard lock(mutex);
          requests.push_back(request);
          if (answer_by) return answer_by(request);
          if (answers.empty()) return Answer{.status = 500, .body = "no answer left"};
          auto answer = answers.front();
          if (answers.size() > 1) answers.pop_front();
          return answer;
        }),
        clock(std::make_shared<VirtualClock>()),
        w(config()) {}

  Config config() {
    Config config;
    config.host = server.host();
    config.token = "planted-secret";
    config.clock = clock;
    config.environment = [](std::string_view) { return std::nullopt; };
    return config;
  }
  void play(std::deque<Answer> script) {
    const std::lock_guard lock(mutex);
    answers = std::move(script);
    requests.clear();
    clock->forget_sleeps();
  }
  /// What was called: the last words of the paths.
  std::string calls() {
    const std::lock_guard lock(mutex);
    std::string text;
    for (const auto& request : requests) {
      const auto path = request.target.substr(0, request.target.find('?'));
      text += (text.empty() ? "" : " ") + path.substr(path.find_last_of('/') + 1);
    }
    return text;
  }

  std::mutex mutex;
  std::vector<Recorded> requests;
  std::deque<Answer> answers;
  std::function<Answer(const Recorded&)> answer_by;  // if set, in place of the script; called one at a time
  RecordingServer server;
  std::shared_ptr<VirtualClock> clock;
  WorkspaceClient w;
};

}  // namespace test
