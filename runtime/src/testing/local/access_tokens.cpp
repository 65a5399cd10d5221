#include "testing/local/access_tokens.hpp"

#include "testing/local/base64.hpp"
#include "testing/local/moments.hpp"

#include <openssl/rand.h>
#include <databricks/service_error.hpp>

#include <algorithm>
#include <array>

namespace databricks::testing::local {

namespace {

std::string unguessable_text() {
  std::array<unsigned char, 33> random{};
  if (RAND_bytes(random.data(), random.size()) != 1) throw Error("OpenSSL has no random numbers");
  return base64({reinterpret_cast<const char*>(random.data()), random.size()});
}

[[noreturn]] void refuse_token(const char* why) { throw DatabricksError(401, "UNAUTHENTICATED", why); }

bool allows(const TokenDetail& given, const TokenDetail& needed) {
  const auto has = [&](const std::string& action) {
    return std::find(given.actions.begin(), given.actions.end(), action) != given.actions.end();
  };
  return given.type == needed.type && given.object_type == needed.object_type &&
         given.object_path == needed.object_path && std::all_of(needed.actions.begin(), needed.actions.end(), has);
}

}  // namespace

std::string AccessTokens::issue(std::vector<TokenDetail> details) {
  auto token = unguessable_text();
  const auto issued_at = now();
  const std::lock_guard lock(mutex_);
  // One is kept after its end for as long as it lived, so that who comes late is told why it is refused.
  std::erase_if(issued_, [&](const auto& entry) { return entry.second.expiry + lifetime_ < issued_at; });
  issued_[token] = {issued_at + lifetime_, std::move(details)};
  return token;
}

std::vector<TokenDetail> AccessTokens::details_of(std::string_view token) const {
  const std::lock_guard lock(mutex_);
  const auto found = issued_.find(token);
  if (found == issued_.end()) refuse_token("The access token is missing or not known");
  if (found->second.expiry <= now()) refuse_token("The access token has expired");
  return found->second.details;
}

void AccessTokens::check_api(std::string_view token) const {
  if (!details_of(token).empty()) refuse_token("The access token is for a data plane only");
}

void AccessTokens::check_data_plane(std::string_view token, const TokenDetail& needed) const {
  const auto details = details_of(token);
  if (details.empty()) refuse_token("The access token is not for a data plane: exchange it first");
  const auto allowed = [&](const TokenDetail& given) { return allows(given, needed); };
  if (std::none_of(details.begin(), details.end(), allowed)) {
    refuse_token("The access token was made for something else than this data plane");
  }
}

}  // namespace databricks::testing::local
