#include "auth/auth_http.hpp"

#include "call/retry_after.hpp"
#include "http/origin.hpp"

#include <databricks/credentials.hpp>

#include <algorithm>
#include <random>

namespace databricks::detail {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 20;

// A token endpoint that sends without end must not be asked again and again, so that is no error of the transport.
class BoundedText final : public ByteSink {
 public:
  explicit BoundedText(const HttpRequest& request) : request_(request) {}
  void write(std::string_view bytes) override {
    if (text.size() + bytes.size() > kMostBytes) throw AuthError(host_of(request_) + " answered with more than 1 MiB");
    text.append(bytes);
  }
  std::string text{};

 private:
  const HttpRequest& request_;
};

HttpResponse exchange(Transport& transport, const HttpRequest& request, const HttpLimits& limits) {
  BoundedText body(request);
  auto response = transport.send(request, limits, &body);
  if (!body.text.empty()) response.body = std::move(body.text);
  return response;
}

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

bool has_control_or_blank(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
}

bool is_origin(std::string_view text) {
  try {
    parse_origin(text);
    return true;
  } catch (const InvalidArgument&) {
    return false;
  }
}

}  // namespace

AuthHttp::AuthHttp(std::shared_ptr<Transport> transport, std::shared_ptr<Transport> direct,
                   std::shared_ptr<Clock> clock, AuthHttpOptions options)
    : transport_(std::move(transport)),
      direct_(std::move(direct)),
      clock_(std::move(clock)),
      options_(std::move(options)) {
  if (!options_.wall) options_.wall = [] { return std::chrono::system_clock::now(); };
}

void AuthHttp::warn(std::string_view text) const {
  if (options_.logger && options_.logger->enabled(LogLevel::warning)) options_.logger->log(LogLevel::warning, text);
}

HttpResponse AuthHttp::send(const HttpRequest& request, const std::stop_token& stop, const AuthLimits& limits) {
  return send_by(*transport_, request, stop, limits);
}

HttpResponse AuthHttp::send_direct(const HttpRequest& request, const std::stop_token& stop, const AuthLimits& limits) {
  return send_by(*direct_, request, stop, limits);
}

// No attempt may last beyond the end of all of them.
HttpLimits AuthHttp::attempt_limits(const AuthLimits& limits, Clock::time_point end,
                                    const std::stop_token& stop) const {
  auto attempt = std::min(limits.attempt, options_.longest_attempt);
  if (limits.total.count() > 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - clock_->now());
    attempt = std::clamp(left, std::chrono::milliseconds(1), std::max(attempt, std::chrono::milliseconds(1)));
  }
  return {.connect_timeout = attempt,
          .inactivity_timeout = attempt,
          .total_timeout = attempt,
          .max_response_bytes = kMostBytes,
          .max_error_bytes = kMostBytes,
          .stop = stop};
}

HttpResponse AuthHttp::send_by(Transport& transport, const HttpRequest& request, const std::stop_token& stop,
                               const AuthLimits& limits) {
  const auto end = clock_->now() + limits.total;
  for (int attempt = 1;; ++attempt) {
    auto pause = full_jitter(attempt);
    const auto gives_up = [&] { return clock_->now() + pause >= end; };
    try {
      auto response = exchange(transport, request, attempt_limits(limits, end, stop));
      if (!is_retried(response.status)) return response;
      if (const auto floor = retry_after(response.headers, now())) pause = std::max<Clock::duration>(pause, *floor);
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
  if (!request.target.starts_with('/')) request.target.insert(0, "/");
  if (request.origin.find('@') != std::string::npos || has_control_or_blank(url) || !is_origin(request.origin)) {
    throw AuthError("the address of a token or identity server must look like https://host/path, without a user name");
  }
  request.headers.set("Accept", "application/json");
  return request;
}

std::string host_of(const HttpRequest& request) { return request.origin; }

}  // namespace databricks::detail
