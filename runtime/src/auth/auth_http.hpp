// HTTP for credentials: token endpoints, identity and metadata servers. Not the API's calls: no credentials of the
// client, no custom headers, no rate limit, and retry rules of their own.
#pragma once

#include <databricks/clock.hpp>
#include <databricks/function.hpp>
#include <databricks/http.hpp>
#include <databricks/log.hpp>

#include <memory>
#include <string>

namespace databricks {
struct Config;
}

namespace databricks::detail {

/// The wall clock, which tests replace.
using WallClock = Function<std::chrono::system_clock::time_point()>;

/// Who is asked, and how patiently.
struct AuthLimits {
  std::chrono::milliseconds attempt{30'000};  // of one attempt
  std::chrono::milliseconds total{60'000};    // with all retries; 0: one attempt
};

struct AuthHttpOptions {
  std::chrono::milliseconds longest_attempt{30'000};  // whatever AuthLimits say
  WallClock wall{};                                   // for the expiry of tokens; unset: the machine's
  std::shared_ptr<Logger> logger{};                   // unset: no log
};

class AuthHttp {
 public:
  /// `direct` goes around proxies: for metadata servers of the machine.
  AuthHttp(std::shared_ptr<Transport> transport, std::shared_ptr<Transport> direct, std::shared_ptr<Clock> clock,
           AuthHttpOptions options = {});

  /// The answer, whatever its status; redirects are not followed; an answer of more than 1 MiB is an error. Tries
  /// again on 429, 502, 503, 504 and while nobody is reached or answers, after pauses of at most 1, 2, 4 ... 60 s (full
  /// jitter) and at least what Retry-After says. Throws AuthError, which names the host only.
  HttpResponse send(const HttpRequest& request, const std::stop_token& stop, const AuthLimits& limits = {});
  HttpResponse send_direct(const HttpRequest& request, const std::stop_token& stop, const AuthLimits& limits = {});

  Clock& clock() { return *clock_; }
  /// By the wall clock.
  std::chrono::system_clock::time_point now() const { return options_.wall(); }
  void warn(std::string_view text) const;

 private:
  HttpResponse send_by(Transport& transport, const HttpRequest& request, const std::stop_token& stop,
                       const AuthLimits& limits);
  HttpLimits attempt_limits(const AuthLimits& limits, Clock::time_point end, const std::stop_token& stop) const;

  std::shared_ptr<Transport> transport_;
  std::shared_ptr<Transport> direct_;
  std::shared_ptr<Clock> clock_;
  AuthHttpOptions options_;
};

/// A GET or POST of an absolute URL. Throws AuthError when it is none; the text shows nothing of it.
HttpRequest auth_request(std::string_view method, std::string_view url);

/// `https://host` or `http://host:port` of a URL, for messages.
std::string host_of(const HttpRequest& request);

}  // namespace databricks::detail
