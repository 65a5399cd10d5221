#include "auth/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <databricks/clock.hpp>

#include <cerrno>

namespace databricks::detail {

namespace {

constexpr auto kTick = std::chrono::milliseconds(10);

}  // namespace

std::optional<FileLock> FileLock::take(int folder, const std::string& name, std::chrono::milliseconds limit,
                                       const std::stop_token& stop) {
  Socket file(::openat(folder, name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (file.fd() < 0) return std::nullopt;
  Clock clock;  // the machine's: other processes know no other
  const auto end = clock.now() + limit;
  while (::flock(file.fd(), LOCK_EX | LOCK_NB) != 0) {
    const bool is_taken = errno == EWOULDBLOCK || errno == EINTR;
    if (!is_taken || clock.now() >= end || !clock.sleep(kTick, stop)) return std::nullopt;
  }
  return FileLock(std::move(file));
}

}  // namespace databricks::detail
