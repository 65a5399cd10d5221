// A real HTTP server on loopback that records what it is sent and answers what the test says. Built on cpp-httplib's
// server, which shares no code with the client under test.
#pragma once

#include <httplib.h>

#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>

namespace test {

struct Recorded {
  std::string method{};
  std::string target{};  // as it came: path and query, still encoded
  httplib::Headers headers{};
  std::string body{};

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
  bool has_header(const std::string& name) const { return headers.count(name) > 0; }
};

struct Answer {
  int status = 200;
  std::string body{};
  std::string content_type = "application/json";
  std::multimap<std::string, std::string> headers{};
};

class RecordingServer {
 public:
  /// `answer` is called on the server's threads.
  explicit RecordingServer(std::function<Answer(const Recorded&)> answer) : answer_(std::move(answer)) {
    const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
      respond({request.method, request.target, request.headers, request.body}, response);
    };
    server_.Get(".*", handler).Post(".*", handler).Put(".*", handler).Patch(".*", handler).Delete(".*", handler);
    server_.set_keep_alive_max_count(100000);
    server_.set_tcp_nodelay(true);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~RecordingServer() {
    server_.stop();
    thread_.join();
  }
  RecordingServer(const RecordingServer&) = delete;
  RecordingServer& operator=(const RecordingServer&) = delete;

  std::string host() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void respond(const Recorded& request, httplib::Response& response) {
    const Answer answer = answer_(request);
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers) response.set_header(name, value);
    if (!answer.body.empty()) response.set_content(answer.body, answer.content_type);
  }

  std::function<Answer(const Recorded&)> answer_;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace test
