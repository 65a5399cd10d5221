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

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::string file_;
};

}  // namespace test
