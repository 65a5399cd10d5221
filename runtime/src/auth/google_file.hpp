// The JSON files of Google's credentials, as `gcloud` and the console write them.
#pragma once

#include <databricks/field.hpp>
#include <databricks/value.hpp>

#include <string>
#include <string_view>

namespace databricks::detail {

/// The members of all types of files together; which of them must be there depends on `type`.
struct GoogleFile {
  optional<std::string> type{};
  optional<std::string> client_email{};
  optional<std::string> private_key{};
  optional<std::string> private_key_id{};
  optional<std::string> token_uri{};
  optional<std::string> client_id{};
  optional<std::string> client_secret{};
  optional<std::string> refresh_token{};
  optional<std::string> service_account_impersonation_url{};
  list<std::string> delegates{};
  optional<RawJson> source_credentials{};
};

/// Throws AuthError, which names `where` and shows no value, when the text is not the JSON object of such a file.
GoogleFile read_google_file(std::string_view json, const std::string& where);

/// A member that has to be there. Throws AuthError that names it and `where`.
std::string google_member(const optional<std::string>& value, std::string_view name, const std::string& where);

/// What to say about a type of credentials that can't be used.
std::string unsupported_google_type(std::string_view type, std::string_view supported);

}  // namespace databricks::detail
