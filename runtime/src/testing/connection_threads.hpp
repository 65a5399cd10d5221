// Threads for connections. A connection keeps its thread as long as it lives, so a fixed number of threads would
// leave the next client waiting: a thread is started whenever none is idle.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace databricks::testing::detail {

class ConnectionThreads {
 public:
  ConnectionThreads() = default;
  ~ConnectionThreads();

  void run(std::function<void()> task);
  /// Waits until all tasks are done.
  void finish();

 private:
  void work();

  static constexpr std::size_t kMaxThreads = 512;  // more connections wait for one to end
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool finishing_ = false;
};

}  // namespace databricks::testing::detail
