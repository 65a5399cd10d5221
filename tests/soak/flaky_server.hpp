// A server that does tasks and goes wrong a fifth of the time, in every way that loses or delays an answer. It counts
// how often each task was done.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace test {

/// What a task answers: its own number over and over, so that no two answers are alike.
std::string task_text(std::uint64_t id);

class FlakyServer {
 public:
  explicit FlakyServer(std::size_t tasks);
  ~FlakyServer();
  FlakyServer(const FlakyServer&) = delete;
  FlakyServer& operator=(const FlakyServer&) = delete;

  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  unsigned times_done(std::uint64_t id) const { return done_[id]; }
  std::uint64_t requests() const { return requests_; }
  std::uint64_t faults() const { return faults_; }
  /// At this moment, and the most there ever were.
  int connections() const { return connections_; }
  int most_connections() const { return most_connections_; }

 private:
  struct Request {
    bool complete = false;
    bool creates = false;
    std::uint64_t id = 0;
  };

  void accept_all();
  void serve(int fd);
  Request read_request(int fd, std::string& unread);
  bool answer(int fd, const Request& request, unsigned luck);
  void forget(int fd);

  std::vector<std::atomic<std::uint8_t>> done_;
  std::atomic<std::uint64_t> requests_ = 0;
  std::atomic<std::uint64_t> faults_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<int> most_connections_ = 0;
  std::atomic<bool> ending_ = false;
  int listener_ = -1;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::atomic<int> threads_ = 0;
  std::thread acceptor_;
};

}  // namespace test
