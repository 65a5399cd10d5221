#include "auth/subprocess.hpp"

#include "config/profile.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <databricks/credentials.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

extern char** environ;

namespace databricks::detail {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMostOutput = std::size_t{1} << 20;
constexpr std::size_t kMostErrors = std::size_t{64} << 10;
constexpr auto kTick = std::chrono::milliseconds(20);    // how soon a stop request is noticed
constexpr auto kEndTick = std::chrono::milliseconds(2);  // how soon the end is, once nothing more can be written

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) {
      throw AuthError("no pipe to another program (" + std::generic_category().message(errno) + ")");
    }
  }
  ~Pipe() {
    close_write();
    ::close(ends_[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void close_write() {
    if (ends_[1] >= 0) ::close(std::exchange(ends_[1], -1));
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

// Ended for good on the way out, whatever happens: it and, being its own group, what it started.
class Child {
 public:
  Child(const std::string& program, const std::vector<std::string>& arguments, const Pipe& output, const Pipe& errors) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.write_end(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.write_end(), STDERR_FILENO);
    // What this program ignores or blocks is not the other's affair.
    sigset_t none, broken_pipe;
    sigemptyset(&none);
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &broken_pipe);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const int error = ::posix_spawn(&pid_, program.c_str(), &actions, &attributes, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) throw AuthError("can't run " + program + " (" + std::generic_category().message(error) + ")");
  }
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(-pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Its exit code if it has ended. A program that ignores SIGCHLD never learns codes of its children; what the
  /// child has written must then speak for itself.
  std::optional<int> ended() {
    int status = 0;
    const auto found = ::waitpid(pid_, &status, WNOHANG);
    if (found == 0 || (found < 0 && errno == EINTR)) return std::nullopt;
    pid_ = 0;
    if (found < 0) return 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = 0;
};

// False at the end of the stream.
bool take(int fd, std::string& to, std::size_t most) {
  char buffer[16384];
  const auto n = ::read(fd, buffer, sizeof buffer);
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  if (to.size() < most + 1) to.append(buffer, static_cast<std::size_t>(n));
  return n > 0;
}

bool is_program(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::vector<std::string> find_programs(const Config& config, std::string_view name) {
  std::vector<std::string> found;
  const auto places = environment_value(config, "PATH");
  for (std::string_view rest = places; !rest.empty();) {
    const auto place = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), place.size() + 1));
    auto path = std::string(place) + '/' + std::string(name);
    if (place.starts_with('/') && is_program(path)) found.push_back(std::move(path));
  }
  return found;
}

std::optional<std::string> find_program(const Config& config, std::string_view name) {
  std::string path(name);
  if (name.find('/') != name.npos) return is_program(path) ? std::optional(path) : std::nullopt;
  const auto found = find_programs(config, name);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

ProcessResult run_process(const std::string& program, const std::vector<std::string>& arguments,
                          std::chrono::milliseconds limit, const std::stop_token& stop) {
  Pipe output, errors;
  Child child(program, arguments, output, errors);
  output.close_write();
  errors.close_write();
  ProcessResult result;
  const auto end = SteadyClock::now() + limit;
  std::array<pollfd, 2> open{pollfd{output.read_end(), POLLIN, 0}, pollfd{errors.read_end(), POLLIN, 0}};
  // Whether there was something to read.
  const auto read_for = [&](std::chrono::milliseconds span) {
    if (::poll(open.data(), open.size(), static_cast<int>(span.count())) <= 0) return false;
    if (open[0].revents && !take(open[0].fd, result.output, kMostOutput)) open[0].fd = -1;
    if (open[1].revents && !take(open[1].fd, result.errors, kMostErrors)) open[1].fd = -1;
    if (result.output.size() > kMostOutput) throw AuthError(program + " wrote more than 1 MiB");
    return true;
  };
  // Its end is what counts, not that of the pipes: a grandchild may keep them open. What it wrote before is all there
  // when the code is.
  std::optional<int> code;
  for (;;) {
    if (stop.stop_requested()) throw AuthError("the call was cancelled while " + program + " ran");
    if (SteadyClock::now() >= end) {
      throw AuthError(program + " did not end within " + std::to_string(limit.count()) + " ms");
    }
    const bool was_ended = code.has_value();
    const bool is_closed = open[0].fd < 0 && open[1].fd < 0;
    if (read_for(was_ended ? std::chrono::milliseconds(0) : is_closed ? kEndTick : kTick)) continue;
    if (was_ended) break;
    code = child.ended();
  }
  result.errors.resize(std::min(result.errors.size(), kMostErrors));
  result.exit_code = *code;
  return result;
}

}  // namespace databricks::detail
