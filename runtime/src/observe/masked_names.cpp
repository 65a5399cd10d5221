#include "observe/masked_names.hpp"

#include "observe/redact.hpp"
#include "text/ascii.hpp"

#include <databricks/reflect.hpp>

#include <algorithm>
#include <string>

namespace databricks::detail {

namespace {

// Names are compared in small letters and without `_` and `-`. Besides secret_names, of databricks/reflect.hpp:
constexpr std::string_view kMore[] = {"codeverifier", "passphrase", "passwd", "sas", "sig", "signature"};

// Names that end so.
constexpr std::string_view kEndings[] = {"accesskey",           "accesstoken",    "amzcredential", "amzsignature",
                                         "analyticsprimarykey", "apikey",         "apitoken",      "assertion",
                                         "authorization",       "bearertoken",    "cookie",        "customerkey",
                                         "encryptedtoken",      "googcredential", "googsignature", "managementtoken",
                                         "oauthtoken",          "password",       "plaintext",     "privatekey",
                                         "refreshtoken",        "sastoken",       "secret",        "securitytoken",
                                         "sessiontoken",        "stringvalue",    "subjecttoken",  "tokenvalue"};

constexpr std::string_view kParameters[] = {"code"};  // of an authorization; elsewhere codes are no secrets

constexpr std::string_view kHeaderWords[] = {"assertion", "authorization", "cookie",    "credential", "key",
                                             "password",  "secret",        "signature", "token"};

constexpr std::string_view kLinks[] = {"externallink", "presignedurl", "uploadurl", "url"};

// The end of the name is enough: no entry of the tables is longer.
std::string normal(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  std::string text;
  for (const char c : name.substr(name.size() - std::min(name.size(), kLongest))) {
    if (c != '_' && c != '-') text += ascii_lower(c);
  }
  return text;
}

// Whether a name in its normal form is one of secret_names, which are written with `_`.
bool is_secret(std::string_view name) {
  return std::any_of(std::begin(secret_names), std::end(secret_names),
                     [&](std::string_view secret) { return name.size() <= secret.size() && normal(secret) == name; });
}

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&table)[N]) {
  return std::find(std::begin(table), std::end(table), name) != std::end(table);
}

}  // namespace

bool is_masked_name(std::string_view name) {
  const std::string text = normal(name);
  return is_one_of(text, kMore) || is_secret(text) ||
         std::any_of(std::begin(kEndings), std::end(kEndings), [&](auto ending) { return text.ends_with(ending); });
}

bool is_masked_parameter(std::string_view name) { return is_masked_name(name) || is_one_of(normal(name), kParameters); }

bool is_masked_header(std::string_view name) {
  const std::string text = ascii_lower(name);
  return std::any_of(std::begin(kHeaderWords), std::end(kHeaderWords),
                     [&](auto word) { return text.find(word) != text.npos; });
}

bool is_signed_link(std::string_view name) { return is_one_of(normal(name), kLinks); }

}  // namespace databricks::detail
