#include "auth/detached_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

extern char** environ;

namespace databricks::detail {

namespace {

// Between fork() and the program only what is safe in signal handlers: other threads may have held any lock.
[[noreturn]] void become(char* const* arguments, int report) {
  const char failed = 1;
  ::setsid();
  const auto orphan = ::fork();  // it needs nobody to wait for it
  if (orphan < 0 && ::write(report, &failed, 1) < 0) ::_exit(1);
  if (orphan != 0) ::_exit(0);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, stream);
  if (nowhere > STDERR_FILENO) ::close(nowhere);
  ::execve(arguments[0], arguments, environ);
  [[maybe_unused]] const auto written = ::write(report, &failed, 1);
  ::_exit(127);
}

}  // namespace

bool start_detached(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::array<int, 2> report{};  // closed by the start of the program
  if (::pipe2(report.data(), O_CLOEXEC) != 0) return false;
  const auto child = ::fork();
  if (child == 0) become(argv.data(), report[1]);
  ::close(report[1]);
  char failed = 0;
  ssize_t n = 0;
  while ((n = ::read(report[0], &failed, 1)) < 0 && errno == EINTR) {
  }
  ::close(report[0]);
  while (child > 0 && ::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && n == 0;
}

}  // namespace databricks::detail
