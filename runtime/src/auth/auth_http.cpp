#include "auth/auth_http.hpp"

#include "call/retry_after.hpp"

#include <databricks/credentials.hpp>

#include <algorithm>
#include <random>

namespace databricks::detail {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 20;

bool is_retried(int status) { return status == 429 || (status >= 502 && status <= 504); }

// Uniform between nothing and the n-th step of 1, 2, 4 … 60 s: many clients that failed at once come back apart.
Clock::duration full_jitter(int n) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const std::int64_t most = std::min<std::int64_t>(60'000, std::int64_t{1000} << std::min(n - 1, 6));
  return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(0, most)(random));
}

bool may_pass(const TransportError& error) { return error.fault() != TransportFault::permanent; }

[[noreturn]] void cancelled(const HttpRequest& request) {
  throw AuthError(host_of(request) + ": the call was cancelled while it waited for credentials");
}

}  // namespace

HttpResponse AuthHttp::send(const HttpRequest& request, const std::stop_token& stop, const AuthLimits& limits) {
  return send_by(*transport_, request, stop, limits);
}

HttpResponse AuthHttp::send_direct(const HttpRequest& request, const std::stop_token& stop, const AuthLimits& limits) {
  return send_by(*direct_, request, stop, limits);
}

HttpResponse AuthHttp::send_by(Transport& transport, const HttpRequest& request, const std::stop_token& stop,
                               const AuthLimits& limits) {
  const HttpLimits http{.connect_timeout = limits.attempt,
                        .inactivity_timeout = limits.attempt,
                        .total_timeout = limits.attempt,
                        .max_response_bytes = kMostBytes,
                        .max_error_bytes = kMostBytes,
                        .stop = stop};
  const auto end = clock_->now() + limits.total;
  for (int attempt = 1;; ++attempt) {
    auto pause = full_jitter(attempt);
    const auto gives_up = [&] { return clock_->now() + pause >= end; };
    try {
      auto response = transport.send(request, http, nullptr);
      if (!is_retried(response.status)) return response;
      if (const auto floor = retry_after(response.headers, std::chrono::system_clock::now())) {
        pause = std::max<Clock::duration>(pause, *floor);
      }
      if (gives_up()) return response;
    } catch (const TransportError& error) {
      if (stop.stop_requested()) cancelled(request);
      if (!may_pass(error) || gives_up()) throw AuthError(error.what());
    }
    if (!clock_->sleep(pause, stop)) cancelled(request);
  }
}

HttpRequest auth_request(std::string_view method, std::string_view url) {
  const auto scheme = url.find("://");
  const auto path = scheme == url.npos ? url.npos : url.find_first_of("/?#", scheme + 3);
  HttpRequest request;
  request.method = method;
  request.origin = url.substr(0, path);
  request.target = path == url.npos ? "/" : url.substr(path, url.find('#', path) - path);
  if (request.target.starts_with('?')) request.target.insert(0, "/");
  const bool is_http = url.starts_with("https://") || url.starts_with("http://");
  if (!is_http || request.origin.find('@') != std::string::npos) {
    throw AuthError("the address of a token or identity server must look like https://host/path, without a user name");
  }
  request.headers.set("Accept", "application/json");
  return request;
}

std::string host_of(const HttpRequest& request) { return request.origin; }

}  // namespace databricks::detail
