// Widgets that take time, and a server that answers in turn; the last answer is repeated for ever.
#pragma once

#include "error_of.hpp"
#include "fixture.hpp"

#include <databricks/log.hpp>

namespace test {

using namespace std::chrono_literals;

using CancelHandle = Endpoint<"POST /operations/{+name}/cancel", GetHandle, void>;
using MakeCancellable =
    LongRunning<PollHandle, Bindings<FromResponse<"name", "name">>, Widget, WidgetStatus, CancelHandle>;
using WaitRunningOrGone = Waits<"wait_running_or_gone", PollWidget, Bindings<FromRequest<"id", "id">>, "status.state",
                                "", States<"RUNNING", "GONE">, States<"ERROR">, 120>;

struct SlowWidgets : Service {
  Endpoint<"POST /widgets", GetWidget, Widget, WaitRunning> create{*this};
  Endpoint<"POST /widgets/restart", GetWidget, void, WaitRunningOrGone> restart{*this};
  Endpoint<"POST /widgets/make", GetWidget, Handle, MakeCancellable> make{*this};
  Endpoint<"DELETE /widgets/{id}", GetWidget, Handle,
           LongRunning<PollHandle, Bindings<FromResponse<"name", "name">>, void>>
      remove{*this};
  Waiter<WaitRunning> wait_running{*this};
};

struct Waiting {
  Waiting()
      : server([this](const Recorded& request) {
          const std::lock_guard lock(mutex);
          requests.push_back(request);
          if (answers.empty()) return Answer{.status = 400, .body = "no answer"};
          Answer answer = answers.front();
          if (answers.size() > 1) answers.pop_front();
          return answer;
        }) {}

  Config config() const {
    Config config;
    config.host = server.host();
    config.token = "planted-secret";
    config.clock = clock;
    config.environment = [](std::string_view) { return std::nullopt; };
    config.host_metadata = [](std::string_view) { return std::string(); };
    config.logger = function_logger([log = log](LogLevel, std::string_view text) { log->append(text).append("\n"); });
    return config;
  }
  SlowWidgets widgets() const { return SlowWidgets{Client(config())}; }
  void play(std::deque<Answer> script) {
    const std::lock_guard lock(mutex);
    answers = std::move(script);
    requests.clear();
    clock->forget_sleeps();
  }

  std::mutex mutex;
  std::vector<Recorded> requests;
  std::deque<Answer> answers;
  RecordingServer server;
  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<std::string> log = std::make_shared<std::string>();
};

inline Answer state(const std::string& state, const std::string& message = "") {
  return json(R"({"id":"a","status":{"state":")" + state + R"(","message":")" + message + "\"}}");
}

}  // namespace test
