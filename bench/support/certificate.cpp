#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "forked_server.hpp"

namespace bench {

namespace {

void remove_at_exit(const std::string& path) {
  static std::string kept;
  static pid_t maker;
  kept = path;
  maker = ::getpid();  // children of the benchmark end, too
  std::atexit([] {
    if (::getpid() == maker) std::remove(kept.c_str());
  });
}

}  // namespace

std::string self_signed_certificate() {
  auto* key = EVP_EC_gen("P-256");
  auto* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
  X509_set_pubkey(certificate, key);
  auto* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());

  char path[] = "/tmp/certificate-XXXXXX";
  auto* file = ::fdopen(::mkstemp(path), "w");
  if (!file) std::abort();
  PEM_write_X509(file, certificate);
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
  remove_at_exit(path);
  return path;
}

}  // namespace bench
