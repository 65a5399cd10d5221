#include "forked_server.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

namespace bench {

Wire::Wire(int fd, SSL_CTX* tls) : fd_(fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (!tls) return;
  ssl_ = SSL_new(tls);
  SSL_set_fd(ssl_, fd);
  open_ = SSL_accept(ssl_) == 1;
}

Wire::~Wire() {
  SSL_free(ssl_);
  ::close(fd_);
}

long Wire::receive(char* buffer, std::size_t size) {
  return ssl_ ? SSL_read(ssl_, buffer, static_cast<int>(size)) : ::recv(fd_, buffer, size, 0);
}

bool Wire::send(const char* data, std::size_t size) {
  while (size > 0) {
    const long n = ssl_ ? SSL_write(ssl_, data, static_cast<int>(size)) : ::send(fd_, data, size, MSG_NOSIGNAL);
    if (n <= 0) return false;
    data += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

namespace {

SSL_CTX* tls_context(const std::string& certificate) {
  if (certificate.empty()) return nullptr;
  auto* context = SSL_CTX_new(TLS_server_method());
  const bool loaded = SSL_CTX_use_certificate_file(context, certificate.c_str(), SSL_FILETYPE_PEM) == 1 &&
                      SSL_CTX_use_PrivateKey_file(context, certificate.c_str(), SSL_FILETYPE_PEM) == 1;
  if (!loaded) std::abort();
  return context;
}

[[noreturn]] void accept_all(int listener, SSL_CTX* tls, ForkedServer::Serve serve) {
  ::signal(SIGPIPE, SIG_IGN);
  for (;;) {
    const int fd = accept(listener, nullptr, nullptr);
    if (fd < 0) std::_Exit(1);
    std::thread([=] {
      Wire wire(fd, tls);
      if (wire.is_open()) serve(wire);
    }).detach();
  }
}

}  // namespace

ForkedServer::ForkedServer(Serve serve, const std::string& certificate) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t length = sizeof address;
  if (bind(listener, generic, length) != 0 || listen(listener, 512) != 0) std::abort();
  getsockname(listener, generic, &length);
  origin_ =
      (certificate.empty() ? "http://127.0.0.1:" : "https://127.0.0.1:") + std::to_string(ntohs(address.sin_port));
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a benchmark that is killed leaves nobody behind
    accept_all(listener, tls_context(certificate), serve);
  }
  ::close(listener);
}

ForkedServer::~ForkedServer() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace bench
