// Google on loopback: keys, credential files, and what was signed with them.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <databricks/credentials.hpp>
#include <databricks/json.hpp>
#include <databricks/log.hpp>
#include <databricks/value.hpp>

#include "../federation/stage.hpp"

namespace test {

using Key = std::shared_ptr<EVP_PKEY>;

inline Key new_key(const char* type = "RSA") {
  EVP_PKEY* key = type == std::string_view("RSA") ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
  BOOST_REQUIRE(key);
  return {key, EVP_PKEY_free};
}
/// One for all tests: to make a key takes long.
inline const Key& the_key() {
  static const Key key = new_key();
  return key;
}

enum class Pem { pkcs8, pkcs1, encrypted, public_key };

inline std::string pem_of(const Key& key, Pem form = Pem::pkcs8) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  char password[] = "planted-secret";
  if (form == Pem::pkcs8) PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  if (form == Pem::pkcs1)
    PEM_write_bio_PrivateKey_traditional(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  if (form == Pem::encrypted) {
    PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), EVP_aes_128_cbc(), password, 14, nullptr, nullptr);
  }
  if (form == Pem::public_key) PEM_write_bio_PUBKEY(out.get(), key.get());
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

inline std::string account_json(const std::string& pem,
                                const std::string& token_uri = "https://oauth2.googleapis.com/token") {
  return R"({"type":"service_account","project_id":"p","private_key_id":"key-1","private_key":")" +
         replaced(pem, "\n", "\\n") +
         R"(","client_email":"sa@p.iam.gserviceaccount.com","client_id":"1","token_uri":")" + token_uri + R"("})";
}

inline const std::string& user_json() {
  static const std::string json =
      R"({"type":"authorized_user","client_id":"id.apps","client_secret":"planted-secret-client",)"
      R"("refresh_token":"planted-secret-refresh","quota_project_id":"q"})";
  return json;
}

/// Part 0 (header) or 1 (claims) of a JWT, member by member.
inline std::map<std::string, std::string> jwt_part(const std::string& token, int part) {
  std::size_t begin = 0;
  for (int i = 0; i < part; ++i) begin = token.find('.', begin) + 1;
  const auto json = databricks::detail::from_base64_url(token.substr(begin, token.find('.', begin) - begin));
  BOOST_REQUIRE(json);
  std::map<std::string, std::string> members;
  for (const auto& [name, value] : databricks::from_json<databricks::map<databricks::RawJson>>(*json)) {
    members[name] = value.text;
  }
  return members;
}

inline std::int64_t seconds_of(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

constexpr const char* kHost = "https://1.2.gcp.databricks.com";
constexpr const char* kToken = "/token";
constexpr const char* kIdToken = "/v1/projects/-/serviceAccounts/sa@p.iam.gserviceaccount.com:generateIdToken";
constexpr const char* kAccessToken = "/v1/projects/-/serviceAccounts/sa@p.iam.gserviceaccount.com:generateAccessToken";
constexpr const char* kMetadataToken = "/computeMetadata/v1/instance/service-accounts/default/token";

/// Appends to a text, which must hold no secret.
class TextLogger final : public databricks::Logger {
 public:
  explicit TextLogger(std::string& text) : text_(text) {}
  bool enabled(databricks::LogLevel) const override { return true; }
  void log(databricks::LogLevel, std::string_view text) override { text_ += shown(std::string(text)) + '\n'; }

 private:
  std::string& text_;
};

/// A workspace on Google Cloud, and Google: all servers answer with tokens unless a test says otherwise.
class GoogleStage : public Stage {
 public:
  GoogleStage() {
    config.host = kHost;
    config.logger = std::make_shared<TextLogger>(log);
    environment["HOME"] = folder();
    answer(kToken, [this](const Recorded& request) { return token(request); });
    answer(kIdToken, [this](const Recorded&) { return Answer{.body = R"({"token":")" + id_token() + "\"}"}; });
    answer(kAccessToken, Answer{.body = R"({"accessToken":"impersonated","expireTime":"2199-01-01T00:00:00Z"})"});
    answer(kMetadataToken,
           Answer{.body = R"({"access_token":"of-the-machine","expires_in":3599,"token_type":"Bearer"})"});
  }

  /// What grants ask for: `id`, `access` or `refresh`.
  static std::string kind_of(const Recorded& request) {
    auto form = form_of(request);
    if (form["grant_type"] == "refresh_token") return "refresh";
    return jwt_part(form["assertion"], 1).contains("target_audience") ? "id" : "access";
  }
  std::vector<Recorded> asked_for(const std::string& kind) const {
    auto found = requests(kToken);
    std::erase_if(found, [&](const Recorded& request) { return kind_of(request) != kind; });
    return found;
  }
  std::string id_token() const { return jwt_until(clock->wall() + 1h); }
  Answer token(const Recorded& request) {
    const auto kind = kind_of(request);
    if (kind == "id") return {.body = R"({"id_token":")" + id_token() + "\"}"};
    return {.body = R"({"access_token":"access-of-)" + kind + R"(","expires_in":"3599","token_type":"Bearer"})"};
  }
  std::string error_of_method(databricks::detail::Method method) {
    return error_text([&] { method(context(), {}); });
  }

  std::string log{};
};

inline std::string header(const databricks::Headers& headers, std::string_view name) {
  const auto* value = headers.find(name);
  return value ? *value : "";
}
constexpr const char* kAccessHeader = "X-Databricks-GCP-SA-Access-Token";

}  // namespace test
