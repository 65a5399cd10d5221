#include "auth/jwt.hpp"

#include "auth/base64.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <databricks/credentials.hpp>
#include <databricks/json.hpp>
#include <databricks/value.hpp>

#include <algorithm>
#include <charconv>
#include <memory>

namespace databricks::detail {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

[[noreturn]] void fail(const char* what) {
  ERR_clear_error();
  throw AuthError(what);
}

// An encrypted key would make OpenSSL ask on the terminal.
int no_password(char*, int, int, void*) { return -1; }

// Why OpenSSL could make nothing of a text, in the order in which people get it wrong.
const char* key_problem(std::string_view pem) {
  const auto holds = [pem](std::string_view part) { return pem.find(part) != pem.npos; };
  if (pem.empty()) return "private_key is empty";
  if (holds("ENCRYPTED")) return "private_key is encrypted: it must be an unencrypted RSA key in PEM form";
  if (holds("\\n")) return "private_key has \\n as two characters where line breaks belong: its JSON was escaped twice";
  if (!holds("-----BEGIN ")) return "private_key is no PEM: it must begin with -----BEGIN PRIVATE KEY-----";
  if (!holds("PRIVATE KEY")) return "private_key is a public key or a certificate: the private one is needed";
  if (!holds("\n")) return "private_key has lost its line breaks: in JSON they are written as \\n";
  return "private_key is damaged: it is no unencrypted RSA key in PEM form";
}

Key read_key(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                         &BIO_free);
  Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, no_password, nullptr), &EVP_PKEY_free);
  if (!key) fail(key_problem(pem));
  if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) fail("private_key is no RSA key, which RS256 needs");
  return key;
}

std::string rs256(std::string_view text, EVP_PKEY* key) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
  std::size_t size = signature.size();
  const bool good =
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size()) == 1;
  if (!good) fail("the private key can't sign");
  signature.resize(size);
  return signature;
}

std::optional<RawJson> claim(std::string_view token, std::string_view name) {
  const auto claims = jwt_claims(token);
  if (!claims) return std::nullopt;
  try {
    const auto all = from_json<map<RawJson>>(*claims);
    for (const auto& [key, value] : all) {
      if (key == name) return value;
    }
  } catch (const JsonError&) {
    // Then it is no JWT that says anything.
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> jwt_claims(std::string_view token) {
  const auto first = token.find('.');
  if (first == token.npos) return std::nullopt;
  const auto second = token.find('.', first + 1);
  if (second == token.npos) return std::nullopt;
  return from_base64_url(token.substr(first + 1, second - first - 1));
}

std::optional<std::chrono::system_clock::time_point> jwt_expiry(std::string_view token) {
  const auto value = claim(token, "exp");
  if (!value) return std::nullopt;
  double seconds = 0;
  const auto [end, error] = std::from_chars(value->text.data(), value->text.data() + value->text.size(), seconds);
  constexpr double kYear2200 = 7258118400.0;  // system clocks of nanoseconds end in 2262
  if (error != std::errc() || !(seconds > 0)) return std::nullopt;
  return std::chrono::system_clock::time_point(
      std::chrono::seconds(static_cast<std::int64_t>(std::min(seconds, kYear2200))));
}

std::string jwt_text_claim(std::string_view token, std::string_view name) {
  const auto value = claim(token, name);
  if (!value || !std::string_view(value->text).starts_with('"')) return {};
  try {
    return from_json<std::string>(value->text);
  } catch (const JsonError&) {
    return {};
  }
}

void check_private_key(const std::string& pem) { read_key(pem); }

std::string signed_jwt(std::string_view header_json, std::string_view claims_json, const std::string& private_key_pem) {
  auto token = base64_url(header_json) + '.' + base64_url(claims_json);
  token += '.' + base64_url(rs256(token, read_key(private_key_pem).get()));
  return token;
}

}  // namespace databricks::detail
