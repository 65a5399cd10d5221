#include "auth/google_file.hpp"

#include "text/ascii.hpp"

#include <databricks/credentials.hpp>
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <algorithm>

namespace databricks::detail {

BOOST_DESCRIBE_STRUCT(GoogleFile, (),
                      (type, client_email, private_key, private_key_id, token_uri, client_id, client_secret,
                       refresh_token, service_account_impersonation_url, delegates, source_credentials))

namespace {

constexpr std::size_t kDeepest = 50;
constexpr std::size_t kLongestType = 40;

// Shells and editors like to turn the \n of the key into line breaks, which JSON does not allow in a text.
bool has_raw_line_break_in_key(std::string_view json) {
  const auto begin = json.find("PRIVATE KEY-----");
  return begin != json.npos && trim(json.substr(begin + 16, 2), " \r").starts_with('\n');
}

bool is_type_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

}  // namespace

GoogleFile read_google_file(std::string_view json, const std::string& where) {
  if (has_raw_line_break_in_key(json)) {
    throw AuthError(where + ": private_key has line breaks that JSON does not allow: write them as \\n");
  }
  try {
    return from_json<GoogleFile>(json, {.max_depth = kDeepest});
  } catch (const JsonError& error) {
    throw AuthError(where + " is not the JSON of Google credentials: " + error.what());
  }
}

std::string google_member(const optional<std::string>& value, std::string_view name, const std::string& where) {
  if (!value.value_or("").empty()) return *value;
  throw AuthError(where + ": " + std::string(name) + " is missing");
}

std::string unsupported_google_type(std::string_view type, std::string_view supported) {
  // A type is a word; anything else came into the wrong member and may be secret.
  const bool is_word =
      !type.empty() && type.size() <= kLongestType && std::all_of(type.begin(), type.end(), is_type_character);
  return "unsupported credential type" + (is_word ? " \"" + std::string(type) + '"' : std::string()) + "; use " +
         std::string(supported);
}

}  // namespace databricks::detail
