#include <databricks/clock.hpp>

#include <condition_variable>
#include <mutex>

namespace databricks {

Clock::Clock() = default;
Clock::~Clock() = default;

Clock::time_point Clock::now() const { return std::chrono::steady_clock::now(); }

bool Clock::sleep(duration span, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, span, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace databricks
