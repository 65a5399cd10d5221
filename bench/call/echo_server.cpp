#include "echo_server.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <thread>

namespace bench {

namespace {

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n"
    "{\"clusters\":[{\"cluster_id\":\"0123-456789-ab\",\"state\":\"RUN\"}]}";
static_assert(kAnswer.size() - kAnswer.find("{") == 60);

// Requests come whole: they are small and the next one is only sent after the answer.
void serve(int fd, SSL_CTX* tls) {
  SSL* ssl = nullptr;
  if (tls) {
    ssl = SSL_new(tls);
    SSL_set_fd(ssl, fd);
    if (SSL_accept(ssl) != 1) return;
  }
  char buffer[16384];
  for (;;) {
    const auto n = ssl ? SSL_read(ssl, buffer, sizeof buffer) : ::recv(fd, buffer, sizeof buffer, 0);
    if (n <= 0) break;
    if (ssl) {
      SSL_write(ssl, kAnswer.data(), static_cast<int>(kAnswer.size()));
    } else {
      (void)!::send(fd, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
    }
  }
  SSL_free(ssl);
  ::close(fd);
}

SSL_CTX* tls_context(const std::string& certificate, const std::string& key) {
  if (certificate.empty()) return nullptr;
  auto* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate_file(context, certificate.c_str(), SSL_FILETYPE_PEM);
  SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM);
  return context;
}

[[noreturn]] void accept_all(int listener, SSL_CTX* tls) {
  for (;;) {
    const int fd = accept(listener, nullptr, nullptr);
    if (fd < 0) std::_Exit(1);
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::thread(serve, fd, tls).detach();
  }
}

}  // namespace

EchoServer::EchoServer(const std::string& certificate, const std::string& key) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t length = sizeof address;
  if (bind(listener, generic, length) != 0 || listen(listener, 512) != 0) std::abort();
  getsockname(listener, generic, &length);
  port_ = ntohs(address.sin_port);
  process_ = fork();
  if (process_ == 0) accept_all(listener, tls_context(certificate, key));
  ::close(listener);
}

EchoServer::~EchoServer() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace bench
