#include "transfer/together.hpp"

#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace databricks::detail {

void run_together(int workers, const std::stop_token& stop, const Function<void(const std::stop_token&)>& work) {
  std::stop_source group;
  const std::stop_callback forward(stop, [&] { group.request_stop(); });
  std::mutex mutex;
  std::exception_ptr first_error;
  const auto run = [&] {
    try {
      work(group.get_token());
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!first_error) first_error = std::current_exception();
      group.request_stop();
    }
  };
  {
    std::vector<std::jthread> threads;
    try {
      for (int i = 1; i < workers; ++i) threads.emplace_back(run);
    } catch (const std::system_error&) {
      // The machine has no more threads: fewer do it, too.
    }
    run();
  }
  if (first_error) std::rethrow_exception(first_error);
}

}  // namespace databricks::detail
