// The OAuth tokens that the local workspace has given out.
#pragma once

#include <databricks/field.hpp>

#include <boost/describe.hpp>

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace databricks::testing::local {

/// What a token of a data plane may be used for (RFC 9396).
struct TokenDetail {
  std::string type{};
  std::string object_type{};
  std::string object_path{};
  std::vector<std::string> actions{};
};
BOOST_DESCRIBE_STRUCT(TokenDetail, (), (type, object_type, object_path, actions))

/// Callable from any thread.
class AccessTokens {
 public:
  explicit AccessTokens(std::chrono::milliseconds lifetime) : lifetime_(lifetime) {}

  std::chrono::milliseconds lifetime() const { return lifetime_; }
  /// A new token that nobody can guess: for the API, or, with details, only for the data planes that they name.
  std::string issue(std::vector<TokenDetail> details = {});
  /// These throw DatabricksError 401 for a token that is unknown, that has expired, or that is good for something else.
  void check_api(std::string_view token) const;
  /// All that `needed` says must be allowed by one of the token's details.
  void check_data_plane(std::string_view token, const TokenDetail& needed) const;

 private:
  struct Issued {
    std::chrono::steady_clock::time_point expiry{};
    std::vector<TokenDetail> details{};  // empty: for the API
  };
  std::vector<TokenDetail> details_of(std::string_view token) const;

  std::chrono::milliseconds lifetime_;
  mutable std::mutex mutex_;
  std::map<std::string, Issued, std::less<>> issued_;
};

}  // namespace databricks::testing::local
