// Who is calling: tokens, and what turns them into headers. The chain of the SDK's own methods is chosen by the
// configuration; put an object of your own into Config::credentials to replace it.
#pragma once

#include <databricks/error.hpp>
#include <databricks/export.hpp>
#include <databricks/function.hpp>
#include <databricks/http.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace databricks {

class Client;  // <databricks/client.hpp>

/// An OAuth token (RFC 6749 5.1).
struct OAuthToken {
  std::string access_token{};
  std::string token_type = "Bearer";
  std::optional<std::chrono::system_clock::time_point> expiry{};  // unset: never
  std::string refresh_token{};                                    // empty: none
};

/// Credentials could not be obtained. The call was not sent. what() says which method, what is missing, and where it
/// was looked for.
class DATABRICKS_API AuthError : public Error {
 public:
  using Error::Error;
  ~AuthError() override;
};

/// What a platform tells a program that it runs inside Databricks compute, as a notebook is told in-process: for the
/// methods `runtime` and `runtime-oauth`, by Config::runtime_provider.
struct RuntimeProvider {
  std::string host{};             // comes before the configured one; empty: that one
  std::string account_id{};       // the same
  std::string workspace_id{};     // the same
  Function<Headers()> headers{};  // of one attempt: `Authorization: Bearer ...`. Called from any thread. What it throws
                                  // ends the call; its text is shown
};

/// Proves who is calling. Callable from any thread.
class DATABRICKS_API Credentials {
 public:
  virtual ~Credentials();
  /// `pat`: for the User-Agent and for messages.
  virtual std::string_view auth_type() const = 0;
  /// The headers of one attempt; asked anew for each. May refresh a token and then takes as long as that does, at most
  /// until a stop is requested. Throws AuthError.
  virtual Headers headers(const std::stop_token& stop) = 0;
  /// The token behind the headers, valid for a while. Throws AuthError where there is none: `OAuth tokens are not
  /// available for pat authentication`.
  virtual OAuthToken token(const std::stop_token& stop);
};

/// Credentials whose headers a function makes: any, or none at all where something else proves who is calling. `name`
/// becomes the auth type. Without a value, headers() throws AuthError: `{name} auth: not configured`. Throws
/// InvalidArgument for a name that can't stand in a User-Agent.
DATABRICKS_API std::shared_ptr<Credentials> function_credentials(std::string name,
                                                                 Function<std::optional<Headers>()> headers);

/// What became of one method of authentication.
struct AuthReport {
  std::string auth_type{};
  bool chosen = false;   // the client's calls use it
  std::string reason{};  // why it was passed over; of a chosen one why it does not work; empty: it does
};

/// Tries the methods in their order, as a client does before its first call, and asks the one that fits for headers,
/// which may send requests and start processes. For people who wonder; no secret is in it. Methods behind the chosen
/// one, or behind one that must work and does not, are not tried and not listed. Throws nothing but std::bad_alloc.
DATABRICKS_API std::vector<AuthReport> explain_auth(const Client& client, const std::stop_token& stop = {});

}  // namespace databricks
