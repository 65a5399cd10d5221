// The files of TlsOptions.
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include "calls.hpp"
#include "certificates.hpp"
#include "temporary_directory.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TlsOptions;
using databricks::TransportFault;
using databricks::TransportPhase;

namespace {

// What `openssl rehash` would name a certificate.
std::string hashed_name(const std::string& path) {
  auto* file = fopen(path.c_str(), "r");
  auto* certificate = PEM_read_X509(file, nullptr, nullptr, nullptr);
  fclose(file);
  char name[32];
  std::snprintf(name, sizeof name, "%08lx.0", X509_subject_name_hash(certificate));
  X509_free(certificate);
  return name;
}

void encrypt_key(const std::string& from, const std::string& to) {
  auto* file = fopen(from.c_str(), "r");
  auto* key = PEM_read_PrivateKey(file, nullptr, nullptr, nullptr);
  fclose(file);
  file = fopen(to.c_str(), "w");
  PEM_write_PKCS8PrivateKey(file, key, EVP_aes_256_cbc(), "planted-secret", 14, nullptr, nullptr);
  fclose(file);
  EVP_PKEY_free(key);
}

void answer_all(Peer& peer) {
  while (!peer.read_request().empty()) peer.send(answer("ok"));
}

// Of a server that nobody needs to reach: the files are looked at before.
Failure failure_with(const TlsOptions& options) {
  LoopbackServer silent([](Peer& peer) { peer.wait_until_closed(); });
  auto transport = http_transport({.tls = options});
  const auto origin = "https://127.0.0.1:" + std::to_string(silent.port());
  return failure_of([&] { get(*transport, origin, {.connect_timeout = 2s}); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(client_certificate)

BOOST_AUTO_TEST_CASE(certificate_and_key_in_one_file_or_two) {
  CertificateAuthority authority;
  auto* context = authority.server_for("IP:127.0.0.1");
  authority.require_client(context);
  LoopbackServer server(answer_all, context);
  const auto identity = authority.client_identity("client");
  const TemporaryDirectory folder;
  const auto both = folder.write("both.pem", read_file(identity.certificate) + read_file(identity.key));
  for (const auto& options :
       {TlsOptions{.ca_file = authority.file(), .client_certificate = identity.certificate, .client_key = identity.key},
        TlsOptions{.ca_file = authority.file(), .client_certificate = both}}) {
    BOOST_TEST(get(*http_transport({.tls = options}), server.origin()).body == "ok");
  }
  BOOST_TEST(server.requests().size() == 2);
}

BOOST_AUTO_TEST_CASE(without_a_certificate_the_server_hangs_up) {
  CertificateAuthority authority;
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto* context = authority.server_for("IP:127.0.0.1");
    authority.require_client(context);
    SSL_CTX_set_max_proto_version(context, version);
    LoopbackServer server(answer_all, context);
    auto transport = http_transport({.tls = {.ca_file = authority.file()}});
    const auto failed = failure_of([&] { get(*transport, server.origin()); });
    // Under TLS 1.3 the client learns of it when it waits for the answer.
    if (version == TLS1_2_VERSION) {
      BOOST_TEST((failed.phase == TransportPhase::tls));
      BOOST_TEST((failed.fault == TransportFault::permanent));
    }
    BOOST_TEST(server.requests().size() == 0);
  }
}

BOOST_AUTO_TEST_CASE(hashed_directory_of_authorities) {
  CertificateAuthority authority;
  CertificateAuthority other;
  LoopbackServer server(answer_all, authority.server_for("IP:127.0.0.1"));
  const TemporaryDirectory trusted;
  trusted.write(hashed_name(authority.file()), read_file(authority.file()));
  BOOST_TEST(get(*http_transport({.tls = {.ca_directory = trusted.folder()}}), server.origin()).body == "ok");
  auto both = http_transport({.tls = {.ca_file = other.file(), .ca_directory = trusted.folder()}});
  BOOST_TEST(get(*both, server.origin()).body == "ok");
  const TemporaryDirectory empty;
  auto transport = http_transport({.tls = {.ca_directory = empty.folder()}});
  BOOST_TEST((failure_of([&] { get(*transport, server.origin()); }).fault == TransportFault::permanent));
}

BOOST_AUTO_TEST_CASE(files_that_can_not_be_used_are_named) {
  CertificateAuthority authority;
  const auto identity = authority.client_identity("client");
  const auto other = authority.client_identity("other");
  const TemporaryDirectory folder;
  const auto empty = folder.write("empty.pem", "");
  const auto garbage = folder.write("garbage.pem", "planted-secret " + std::string(100'000, 'x'));
  const auto cut = folder.write("cut.pem", read_file(identity.key).substr(0, 100));
  const auto locked = folder.path("locked.pem");
  encrypt_key(identity.key, locked);
  const auto nowhere = folder.path("nowhere");
  struct {
    TlsOptions options;
    std::string names;
  } cases[] = {
      {{.ca_file = nowhere}, nowhere},
      {{.ca_file = empty}, empty},
      {{.ca_file = garbage}, garbage},
      {{.ca_file = folder.folder()}, folder.folder()},
      {{.ca_directory = nowhere}, nowhere},
      {{.ca_directory = empty}, empty},
      {{.client_certificate = nowhere}, nowhere},
      {{.client_certificate = garbage, .client_key = identity.key}, garbage},
      {{.client_certificate = identity.certificate}, identity.certificate},  // has no key
      {{.client_certificate = identity.certificate, .client_key = nowhere}, nowhere},
      {{.client_certificate = identity.certificate, .client_key = cut}, cut},
      {{.client_certificate = identity.certificate, .client_key = locked}, locked},
      {{.client_certificate = identity.certificate, .client_key = other.key}, other.key},
      {{.client_key = identity.key}, "no client certificate"},
  };
  for (const auto& one : cases) {
    const auto failed = failure_with(one.options);
    BOOST_TEST_MESSAGE(failed.text);
    BOOST_TEST((failed.phase == TransportPhase::tls), failed.text);
    BOOST_TEST((failed.fault == TransportFault::permanent), failed.text);
    BOOST_TEST(holds(failed.text, one.names), failed.text);
    BOOST_TEST(!holds(failed.text, "planted-secret"));
    BOOST_TEST(!holds(failed.text, "no reason given"), failed.text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
