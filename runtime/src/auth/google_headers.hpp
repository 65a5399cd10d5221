// Credentials on Google Cloud: an ID token for the workspace, and an access token for what it does in Google's name.
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// Scopes of the access token, joined by blanks.
inline constexpr std::string_view kGoogleScopes =
    "https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/compute";

/// `Authorization: Bearer {ID token}` and, if it can be had, `X-Databricks-GCP-SA-Access-Token`. A failure of the
/// second is logged as warning; the header is then left out, and the token not asked for again for 60 s.
std::shared_ptr<Credentials> google_headers(std::string_view auth_type, const AuthContext& context,
                                            TokenSource::Fetch id_token, TokenSource::Fetch access_token);

}  // namespace databricks::detail
