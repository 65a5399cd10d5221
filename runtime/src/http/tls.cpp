#include "http/tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>

#include <cstdlib>
#include <filesystem>

namespace databricks {

namespace {

// OpenSSL's own socket BIO uses write(), which raises SIGPIPE when the peer is gone. This one can't.
int bio_step(BIO* bio, const Step& step, int retry_flag) {
  BIO_clear_retry_flags(bio);
  if (step.outcome == Step::moved) return static_cast<int>(step.bytes);
  if (step.outcome == Step::wants_read || step.outcome == Step::wants_write) {
    BIO_set_flags(bio, retry_flag | BIO_FLAGS_SHOULD_RETRY);
  }
  return step.outcome == Step::closed ? 0 : -1;
}

int bio_fd(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

int bio_read(BIO* bio, char* buffer, int size) {
  return bio_step(bio, receive_now(bio_fd(bio), buffer, static_cast<std::size_t>(size)), BIO_FLAGS_READ);
}

int bio_write(BIO* bio, const char* data, int size) {
  return bio_step(bio, send_now(bio_fd(bio), data, static_cast<std::size_t>(size)), BIO_FLAGS_WRITE);
}

long bio_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* socket_bio() {
  static BIO_METHOD* const method = [] {
    auto* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "databricks socket");
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_ctrl(made, bio_control);
    return made;
  }();
  return method;
}

std::string last_openssl_error() {
  const auto code = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(code);
  return reason ? reason : "no reason given";
}

class TlsChannel final : public Channel {
 public:
  TlsChannel(Socket socket, ssl_ctx_st* context) : Channel(std::move(socket)), ssl_(SSL_new(context)) {
    auto* bio = BIO_new(socket_bio());
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(fd())));
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_, bio, bio);
  }
  ~TlsChannel() override {
    // The farewell is a courtesy; it must not wait and its failure doesn't matter.
    if (healthy_) SSL_shutdown(ssl_);
    ERR_clear_error();
    SSL_free(ssl_);
  }
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  Step receive(char* buffer, std::size_t size) override {
    std::size_t n = 0;
    ERR_clear_error();
    const int result = SSL_read_ex(ssl_, buffer, size, &n);
    return step(result, n);
  }
  Step send(const char* data, std::size_t size) override {
    std::size_t n = 0;
    ERR_clear_error();
    const int result = SSL_write_ex(ssl_, data, size, &n);
    return step(result, n);
  }
  Step shake_hands() {
    ERR_clear_error();
    return step(SSL_connect(ssl_), 0);
  }
  SSL* ssl() const { return ssl_; }

 private:
  Step step(int result, std::size_t bytes) {
    if (result == 1) return {Step::moved, bytes};
    switch (SSL_get_error(ssl_, result)) {
      case SSL_ERROR_WANT_READ:
        return {Step::wants_read};
      case SSL_ERROR_WANT_WRITE:
        return {Step::wants_write};
      case SSL_ERROR_ZERO_RETURN:
        return {Step::closed};
      default:
        // After such an error SSL_shutdown must not be called. An end without farewell may be an attacker's cut and
        // is no proper end of a body.
        healthy_ = false;
        return {Step::broken};
    }
  }

  SSL* ssl_;
  bool healthy_ = true;
};

// OpenSSL reads a hashed directory one certificate at a time and only when asked; the bundle next to it costs
// 30 ms to parse.
bool has_hashed_certificates(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".0") return true;
  }
  return false;
}

bool load_trust_anchors(SSL_CTX* context, const std::string& ca_file) {
  if (!ca_file.empty()) return SSL_CTX_load_verify_file(context, ca_file.c_str()) == 1;
  const char* directory = std::getenv(X509_get_default_cert_dir_env());
  const bool file_is_given = std::getenv(X509_get_default_cert_file_env()) != nullptr;
  if (!file_is_given && has_hashed_certificates(directory ? directory : X509_get_default_cert_dir())) {
    return SSL_CTX_set_default_verify_dir(context) == 1;
  }
  return SSL_CTX_set_default_verify_paths(context) == 1;
}

void set_host(SSL* ssl, const Origin& origin) {
  auto* parameters = SSL_get0_param(ssl);
  if (origin.host_is_address) {
    X509_VERIFY_PARAM_set1_ip_asc(parameters, origin.host.c_str());
    return;
  }
  X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(parameters, origin.host.c_str(), 0);
  // What SSL_set_tlsext_host_name does; the macro's C cast is no C++.
  SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(origin.host.c_str()));
}

[[noreturn]] void handshake_failed(const TlsChannel& channel, const Origin& origin, const Watch& watch) {
  const long verified = SSL_get_verify_result(channel.ssl());
  if (verified != X509_V_OK) {
    watch.fail("the certificate of " + origin.host + " is not trusted (" + X509_verify_cert_error_string(verified) +
               ")");
  }
  watch.fail("no TLS connection (" + last_openssl_error() + ")");
}

}  // namespace

TlsContext::TlsContext(const TlsOptions& options) : skip_verify_(options.skip_verify), ca_file_(options.ca_file) {}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

ssl_ctx_st* TlsContext::get(const Watch& watch) {
  const std::lock_guard lock(mutex_);
  if (context_) return context_;
  ERR_clear_error();
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> made(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  if (!made) watch.fail("no TLS context (" + last_openssl_error() + ")");
  SSL_CTX_set_min_proto_version(made.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(made.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (!skip_verify_ && !load_trust_anchors(made.get(), ca_file_)) {
    watch.fail("can't read the trusted certificates" + (ca_file_.empty() ? "" : " of " + ca_file_) + " (" +
               last_openssl_error() + ")");
  }
  SSL_CTX_set_verify(made.get(), skip_verify_ ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
  SSL_CTX_up_ref(made.get());
  context_ = made.get();
  return context_;
}

std::unique_ptr<Channel> open_tls(Socket socket, TlsContext& context, const Origin& origin, Watch& watch) {
  watch.enter(TransportPhase::tls);
  auto channel = std::make_unique<TlsChannel>(std::move(socket), context.get(watch));
  set_host(channel->ssl(), origin);
  const auto limit = watch.limits().connect_timeout;
  const auto until = watch.until(limit);
  const ShutdownOnStop guard(watch.limits().stop, channel->fd());
  for (;;) {
    const auto step = channel->shake_hands();
    if (step.outcome == Step::moved) return channel;
    if (step.outcome == Step::closed || step.outcome == Step::broken) handshake_failed(*channel, origin, watch);
    const short events = step.outcome == Step::wants_read ? POLLIN : POLLOUT;
    if (wait_for(channel->fd(), events, until) == 0) watch.time_out(limit);
  }
}

}  // namespace databricks
