// Application Default Credentials: who this machine or its user is to Google.
#pragma once

#include "auth/context.hpp"

#include <string>
#include <string_view>

namespace databricks::detail {

/// Who signs the requests for impersonation.
struct GoogleSource {
  TokenSource::Fetch fetch{};  // an access token for the whole of Google's cloud
  std::string name{};          // where it was found, for messages
};

/// The file that GOOGLE_APPLICATION_CREDENTIALS names, else that of `gcloud`, else the metadata server. Throws
/// AuthError when the first that is there can't be used, or when there is none.
GoogleSource google_default_credentials(const AuthContextPtr& context, const std::stop_token& stop);

/// What the JSON of a file stands for. Throws AuthError that names `where` and shows no value.
GoogleSource read_google_source(const AuthContextPtr& context, std::string_view json, const std::string& where);

}  // namespace databricks::detail
