#include "certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

namespace test {

namespace {

struct Identity {
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
};

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  auto* extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

enum class Role { authority, leaf };

Identity make_identity(const char* name, const Identity* issuer, const std::string& alternative_name,
                       Role role = Role::leaf) {
  Identity made{EVP_EC_gen("P-256"), X509_new()};
  auto* x = made.certificate;
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), std::rand());
  X509_gmtime_adj(X509_getm_notBefore(x), -60);
  X509_gmtime_adj(X509_getm_notAfter(x), 3600);
  X509_set_pubkey(x, made.key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name),
                             -1, -1, 0);
  auto* signer = issuer ? issuer->certificate : x;
  X509_set_issuer_name(x, X509_get_subject_name(signer));
  if (role == Role::authority) extend(x, signer, NID_basic_constraints, "critical,CA:TRUE");
  if (!alternative_name.empty()) extend(x, signer, NID_subject_alt_name, alternative_name);
  X509_sign(x, issuer ? issuer->key : made.key, EVP_sha256());
  return made;
}

void destroy(Identity& identity) {
  X509_free(identity.certificate);
  EVP_PKEY_free(identity.key);
}

}  // namespace

struct CertificateAuthority::Parts {
  Identity root = make_identity(("Test CA " + std::to_string(std::rand())).c_str(), nullptr, {}, Role::authority);
  std::vector<SSL_CTX*> servers{};
  std::vector<std::string> files{};

  std::string write(const std::function<void(FILE*)>& content);
};

std::string CertificateAuthority::Parts::write(const std::function<void(FILE*)>& content) {
  std::string path = "/tmp/databricks-test-ca-XXXXXX";
  const int fd = mkstemp(path.data());
  auto* file = fdopen(fd, "w");
  content(file);
  fclose(file);
  files.push_back(path);
  return path;
}

CertificateAuthority::CertificateAuthority() : parts_(new Parts) {
  file_ = parts_->write([&](FILE* file) { PEM_write_X509(file, parts_->root.certificate); });
}

CertificateAuthority::~CertificateAuthority() {
  for (auto* server : parts_->servers) SSL_CTX_free(server);
  destroy(parts_->root);
  for (const auto& file : parts_->files) ::unlink(file.c_str());
}

ssl_ctx_st* CertificateAuthority::server_for(const std::string& alternative_name) {
  auto leaf = make_identity("server", &parts_->root, alternative_name);
  auto* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate(context, leaf.certificate);
  SSL_CTX_use_PrivateKey(context, leaf.key);
  destroy(leaf);
  parts_->servers.push_back(context);
  return context;
}

CertificateAuthority::Files CertificateAuthority::client_identity(const std::string& name) {
  auto middle = make_identity("Test CA in between", &parts_->root, {}, Role::authority);
  auto leaf = make_identity(name.c_str(), &middle, {});
  Files made;
  made.certificate = parts_->write([&](FILE* file) {
    PEM_write_X509(file, leaf.certificate);
    PEM_write_X509(file, middle.certificate);
  });
  made.key =
      parts_->write([&](FILE* file) { PEM_write_PrivateKey(file, leaf.key, nullptr, nullptr, 0, nullptr, nullptr); });
  destroy(leaf);
  destroy(middle);
  return made;
}

void CertificateAuthority::require_client(ssl_ctx_st* server) const {
  SSL_CTX_load_verify_file(server, file_.c_str());
  SSL_CTX_set_verify(server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
}

}  // namespace test
