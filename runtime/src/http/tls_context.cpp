#include "http/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

namespace databricks {

namespace {

// OpenSSL reads a hashed directory one certificate at a time and only when asked; the bundle next to it costs
// 30 ms to parse.
bool has_hashed_certificates(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".0") return true;
  }
  return false;
}

bool trust_the_system(SSL_CTX* context) {
  const char* directory = std::getenv(X509_get_default_cert_dir_env());
  const bool file_is_given = std::getenv(X509_get_default_cert_file_env()) != nullptr;
  if (!file_is_given && has_hashed_certificates(directory ? directory : X509_get_default_cert_dir())) {
    return SSL_CTX_set_default_verify_dir(context) == 1;
  }
  return SSL_CTX_set_default_verify_paths(context) == 1;
}

[[noreturn]] void refuse_file(const Watch& watch, const std::string& what, const std::string& path) {
  watch.refuse("can't use the " + what + " " + path + " (" + last_openssl_error() + ")");
}

void load_trust_anchors(SSL_CTX* context, const TlsOptions& options, const Watch& watch) {
  if (options.ca_file.empty() && options.ca_directory.empty()) {
    if (!trust_the_system(context)) watch.refuse("can't read the system's certificates (" + last_openssl_error() + ")");
    return;
  }
  if (!options.ca_file.empty() && SSL_CTX_load_verify_file(context, options.ca_file.c_str()) != 1) {
    refuse_file(watch, "trusted certificates of", options.ca_file);
  }
  if (options.ca_directory.empty()) return;
  // OpenSSL looks into the directory when it needs a certificate and doesn't mind that there is none.
  std::error_code error;
  const std::filesystem::directory_iterator readable(options.ca_directory, error);
  if (error)
    watch.refuse("can't read the directory of trusted certificates " + options.ca_directory + " (" + error.message() +
                 ")");
  if (SSL_CTX_load_verify_dir(context, options.ca_directory.c_str()) != 1) {
    refuse_file(watch, "trusted certificates in", options.ca_directory);
  }
}

// OpenSSL's own way is to ask at the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

void load_identity(SSL_CTX* context, const TlsOptions& options, const Watch& watch) {
  const auto& certificate = options.client_certificate;
  if (certificate.empty()) {
    if (!options.client_key.empty()) watch.refuse("there is a client key but no client certificate");
    return;
  }
  const auto& key = options.client_key.empty() ? certificate : options.client_key;
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1) {
    refuse_file(watch, "client certificate of", certificate);
  }
  if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1) {
    refuse_file(watch, "client key of", key);
  }
}

}  // namespace

// The first error is the cause; those after it say in which function it surfaced.
std::string last_openssl_error() {
  const auto code = ERR_peek_error();
  if (ERR_SYSTEM_ERROR(code)) return std::generic_category().message(ERR_GET_REASON(code));
  const char* reason = ERR_reason_error_string(code);
  return reason ? reason : "no reason given";
}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

ssl_ctx_st* TlsContext::get(const Watch& watch) {
  const std::lock_guard lock(mutex_);
  if (context_) return context_;
  ERR_clear_error();
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> made(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  if (!made) watch.fail("no TLS context (" + last_openssl_error() + ")");
  SSL_CTX_set_min_proto_version(made.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(made.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (!options_.skip_verify) load_trust_anchors(made.get(), options_, watch);
  load_identity(made.get(), options_, watch);
  SSL_CTX_set_verify(made.get(), options_.skip_verify ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
  return context_ = made.release();
}

}  // namespace databricks
