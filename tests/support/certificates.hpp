// A certificate authority made on the spot, and TLS servers it vouches for.
#pragma once

#include <memory>
#include <string>

struct ssl_ctx_st;

namespace test {

class CertificateAuthority {
 public:
  CertificateAuthority();
  ~CertificateAuthority();
  CertificateAuthority(const CertificateAuthority&) = delete;
  CertificateAuthority& operator=(const CertificateAuthority&) = delete;

  /// PEM file, deleted with the authority.
  const std::string& file() const { return file_; }
  /// Server side of TLS for a name such as `DNS:localhost` or `IP:127.0.0.1`. Owned by the authority.
  ssl_ctx_st* server_for(const std::string& alternative_name);
  /// A certificate and its key for a client, as PEM files that are deleted with the authority. The certificate's file
  /// also holds that of the authority in between, which vouches for it.
  struct Files {
    std::string certificate{};
    std::string key{};
  };
  Files client_identity(const std::string& name);
  /// Lets the server insist on a certificate that this authority vouches for.
  void require_client(ssl_ctx_st* server) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::string file_;
};

}  // namespace test
