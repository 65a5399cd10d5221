#include "http/tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace databricks {

namespace {

// OpenSSL's own socket BIO uses write(), which raises SIGPIPE when the peer is gone. This one can't, and runs over TLS
// as well as over a socket.
int bio_step(BIO* bio, const Step& step) {
  BIO_clear_retry_flags(bio);
  if (step.outcome == Step::moved) return static_cast<int>(step.bytes);
  if (step.outcome == Step::wants_read) BIO_set_retry_read(bio);
  if (step.outcome == Step::wants_write) BIO_set_retry_write(bio);
  return step.outcome == Step::closed ? 0 : -1;
}

Channel& inner_of(BIO* bio) { return *static_cast<Channel*>(BIO_get_data(bio)); }

int bio_read(BIO* bio, char* buffer, int size) {
  return bio_step(bio, inner_of(bio).receive(buffer, static_cast<std::size_t>(size)));
}

int bio_write(BIO* bio, const char* data, int size) {
  return bio_step(bio, inner_of(bio).send(data, static_cast<std::size_t>(size)));
}

long bio_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* channel_bio() {
  static BIO_METHOD* const method = [] {
    auto* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "databricks channel");
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_ctrl(made, bio_control);
    return made;
  }();
  return method;
}

class TlsChannel final : public Channel {
 public:
  TlsChannel(std::unique_ptr<Channel> inner, ssl_ctx_st* context) : inner_(std::move(inner)), ssl_(SSL_new(context)) {
    auto* bio = BIO_new(channel_bio());
    BIO_set_data(bio, inner_.get());
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_, bio, bio);
  }
  ~TlsChannel() override {
    // The farewell is a courtesy; it must not wait and its failure doesn't matter.
    if (healthy_) SSL_shutdown(ssl_);
    ERR_clear_error();
    SSL_free(ssl_);
  }

  int fd() const override { return inner_->fd(); }
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
  std::string problem() const override { return problem_; }
  void disown() override {
    healthy_ = false;
    inner_->disown();
  }

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
        problem_ = describe_problem();
        return {Step::broken};
    }
  }

  std::string describe_problem() const {
    const auto code = ERR_peek_error();
    if (code == 0) return inner_->problem();
    // The line went dead: that is no disagreement about TLS.
    if (ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING) return {};
    return last_openssl_error();
  }

  std::unique_ptr<Channel> inner_;
  SSL* ssl_;
  std::string problem_{};
  bool healthy_ = true;
};

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

// What the two sides can't agree on they won't agree on the next time either; a line that broke may hold then.
[[noreturn]] void handshake_failed(const TlsChannel& channel, const Origin& origin, const Watch& watch) {
  const long verified = SSL_get_verify_result(channel.ssl());
  if (verified != X509_V_OK && SSL_get_verify_mode(channel.ssl()) != SSL_VERIFY_NONE) {
    watch.refuse("the certificate of " + origin.host + " is not trusted (" + X509_verify_cert_error_string(verified) +
                 ")");
  }
  const auto problem = channel.problem();
  if (!problem.empty()) watch.refuse("no TLS connection to " + origin.host + " (" + problem + ")");
  watch.fail(origin.host + " closed the connection");
}

}  // namespace

std::unique_ptr<Channel> open_tls(std::unique_ptr<Channel> inner, TlsContext& context, const Origin& origin,
                                  Watch& watch) {
  watch.enter(TransportPhase::tls);
  auto channel = std::make_unique<TlsChannel>(std::move(inner), context.get(watch));
  set_host(channel->ssl(), origin);
  const auto until = watch.until(watch.limits().connect_timeout);
  const ShutdownOnStop guard(watch.limits().stop, channel->fd());
  for (;;) {
    const auto step = channel->shake_hands();
    if (step.outcome == Step::moved) return channel;
    if (step.outcome == Step::closed || step.outcome == Step::broken) handshake_failed(*channel, origin, watch);
    wait_for(*channel, step, until, watch);
  }
}

}  // namespace databricks
