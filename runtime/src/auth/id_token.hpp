// ID tokens of other issuers, before they are exchanged.
#pragma once

#include <databricks/http.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace databricks::detail {

/// Without surrounding blanks. Throws AuthError when it is empty, expired or holds control characters: what cannot be
/// accepted is not sent either.
std::string checked_id_token(std::string_view token, std::chrono::system_clock::time_point now);

/// The text in this member of a JSON object that `issuer` (`GitHub`) answered. Throws AuthError, which names issuer,
/// host and status and never shows the answer: it may hold a token.
std::string id_token_in(const HttpResponse& response, std::string_view member, std::string_view issuer,
                        const std::string& host);

}  // namespace databricks::detail
