// A machine with nothing on it: a home of its own, an empty PATH, a clock that a test moves, and a log.
#pragma once

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <databricks/client.hpp>

#include <algorithm>
#include <cstdio>
#include <random>

#include "../cli/fake_tool.hpp"
#include "error_of.hpp"
#include "kept_log.hpp"
#include "provider.hpp"
#include "temporary_directory.hpp"
#include "virtual_clock.hpp"

namespace test {

class Machine : public TemporaryDirectory {
 public:
  Machine() {
    std::filesystem::create_directories(home());
    environment = {{"HOME", home()}, {"PATH", path("bin")}};
  }

  databricks::Config config(const std::string& host = {}) {
    databricks::Config made;
    made.host = host;
    made.environment = [this](std::string_view name) -> std::optional<std::string> {
      const auto found = environment.find(std::string(name));
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    made.logger = log;
    made.clock = clock;
    return made;
  }
  /// Of somebody who signs in with the browser.
  databricks::Config person(const std::string& host) {
    auto made = config(host);
    made.auth_type = "external-browser";
    return made;
  }
  std::string home() const { return path("home"); }
  std::string cache() const { return home() + "/.config/databricks-sdk-cpp/oauth"; }
  /// Tokens in the cache.
  std::vector<std::filesystem::path> kept() const {
    std::vector<std::filesystem::path> files;
    if (!std::filesystem::exists(cache())) return files;
    for (const auto& entry : std::filesystem::directory_iterator(cache())) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    return files;
  }

  std::map<std::string, std::string> environment{};
  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<KeptLog> log = std::make_shared<KeptLog>();
};

inline void write_file(const std::filesystem::path& path, std::string_view text, std::filesystem::perms mode) {
  std::ofstream(path, std::ios::binary) << text;
  std::filesystem::permissions(path, mode);
}

/// `call` is bind or connect.
inline int at_loopback(int (*call)(int, const sockaddr*, socklen_t), int fd, int family, int port) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(static_cast<std::uint16_t>(port));
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  v6.sin6_family = AF_INET6;
  v6.sin6_port = v4.sin_port;
  v6.sin6_addr = in6addr_loopback;
  return family == AF_INET ? call(fd, reinterpret_cast<const sockaddr*>(&v4), sizeof v4)
                           : call(fd, reinterpret_cast<const sockaddr*>(&v6), sizeof v6);
}

/// A socket bound to a port of a loopback address; -1 when that is taken.
inline int bound(int family, int port) {
  const int fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (at_loopback(::bind, fd, family, port) == 0 && ::listen(fd, 8) == 0) return fd;
  ::close(fd);
  return -1;
}

inline bool is_free(int port) {
  for (const int family : {AF_INET, AF_INET6}) {
    const int fd = bound(family, port);
    if (fd >= 0) ::close(fd);
    if (fd < 0 && (family == AF_INET || errno == EADDRINUSE)) return false;
  }
  return true;
}

/// The first of some free ports in a row, out of the reach of ports that the system gives out.
inline int free_ports(int count) {
  std::mt19937 random{std::random_device{}()};
  for (int tries = 0; tries < 1000; ++tries) {
    const int first = std::uniform_int_distribution<int>(10'000, 30'000)(random);
    bool all = true;
    for (int i = 0; i < count; ++i) all = all && is_free(first + i);
    if (all) return first;
  }
  throw std::runtime_error("no free ports");
}

/// Connects to a loopback port; -1 when nobody is there.
inline int connected(int port, int family = AF_INET) {
  const int fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (at_loopback(::connect, fd, family, port) == 0) return fd;
  ::close(fd);
  return -1;
}

inline void send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

/// All that comes back until the end.
inline std::string read_all(int fd) {
  std::string text;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) text.append(buffer, static_cast<std::size_t>(n));
  return text;
}

/// One exchange with a port: what a browser gets.
inline std::string visit(int port, std::string_view target, int family = AF_INET) {
  const int fd = connected(port, family);
  send_all(fd, "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  auto text = read_all(fd);
  ::close(fd);
  return text;
}

/// What goes to stderr while it lives.
class CapturedErrors {
 public:
  CapturedErrors() : file_(std::tmpfile()), before_(::dup(STDERR_FILENO)) {
    std::fflush(stderr);
    ::dup2(::fileno(file_), STDERR_FILENO);
  }
  ~CapturedErrors() {
    std::fflush(stderr);
    ::dup2(before_, STDERR_FILENO);
    ::close(before_);
    std::fclose(file_);
  }
  CapturedErrors(const CapturedErrors&) = delete;
  CapturedErrors& operator=(const CapturedErrors&) = delete;
  std::string text() const {
    std::fflush(stderr);
    std::string all(1 << 16, '\0');
    all.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::pread(::fileno(file_), all.data(), all.size(), 0))));
    return all;
  }

 private:
  std::FILE* file_;
  int before_;
};

}  // namespace test
