#include "auth/pkce.hpp"

#include "auth/base64.hpp"
#include "auth/sha256.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <databricks/credentials.hpp>

namespace databricks::detail {

std::string random_text(std::size_t bytes) {
  std::string random(bytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), static_cast<int>(bytes)) != 1) {
    throw AuthError("OpenSSL has no random numbers for a sign-in");
  }
  return base64_url(random);
}

std::string pkce_challenge(std::string_view verifier) { return base64_url(sha256(verifier)); }

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace databricks::detail
