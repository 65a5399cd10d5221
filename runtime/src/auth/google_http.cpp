#include "auth/google_http.hpp"

#include "call/retry_after.hpp"
#include "observe/redact.hpp"
#include "request/form.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <algorithm>
#include <iterator>
#include <random>

namespace databricks::detail {

// Named so that Describe finds them. `error` is a code at the token server and an object everywhere else.
struct GoogleProblem {
  optional<RawJson> error{};
  optional<std::string> error_description{};
};
BOOST_DESCRIBE_STRUCT(GoogleProblem, (), (error, error_description))
struct GoogleStatus {
  optional<std::string> status{};
  optional<std::string> message{};
};
BOOST_DESCRIBE_STRUCT(GoogleStatus, (), (status, message))

namespace {

constexpr int kAttempts = 3;
constexpr std::chrono::seconds kLongest{60};
constexpr std::size_t kLongestText = 1024;
constexpr std::size_t kShortestSecret = 8;

// Google's list, and 502 as for every token server.
constexpr int kPassingStatuses[] = {408, 429, 500, 502, 503, 504};
constexpr std::string_view kPassingCodes[] = {"internal_failure", "server_error", "temporarily_unavailable"};

template <class T>
T read_leniently(std::string_view json) {
  try {
    if (trim(json).starts_with('{')) return from_json<T>(json, {.max_depth = 50});
  } catch (const JsonError&) {
    // Then it is not Google that speaks, and the text says enough.
  }
  return {};
}

struct Problem {
  std::string code{};
  std::string description{};
};

Problem problem_of(const std::string& body) {
  const auto said = read_leniently<GoogleProblem>(body);
  if (!said.error.has_value()) return {};
  const std::string_view error = said.error->text;
  try {
    if (error.starts_with('"')) return {from_json<std::string>(error), said.error_description.value_or("")};
  } catch (const JsonError&) {
    return {};
  }
  const auto status = read_leniently<GoogleStatus>(error);
  return {status.status.value_or(""), status.message.value_or("")};
}

std::string without(std::string text, const std::vector<std::string>& secrets) {
  for (const auto& secret : secrets) {
    if (secret.size() < kShortestSecret) continue;
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at)) {
      text.replace(at, secret.size(), "***");
    }
  }
  return text;
}

std::string shown(std::string text, const std::vector<std::string>& secrets) {
  text = without(std::move(text), secrets);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  std::replace_if(text.begin(), text.end(), is_control, ' ');
  return excerpt(trim(text), "text/plain", kLongestText);
}

[[noreturn]] void refused(const GoogleRequest& request, const HttpResponse& response) {
  std::string text = host_of(request.http) + " answered " + std::to_string(response.status) + ": ";
  const auto problem = problem_of(response.body);
  const auto* type = response.headers.find("Content-Type");
  if (response.status >= 300 && response.status < 400) {
    text += "a redirect, which is not followed";
  } else if (problem.code.empty() && problem.description.empty()) {
    text += shown(excerpt(without(response.body, request.secrets), type ? *type : "", kLongestText), {});
  } else {
    text += shown(problem.code.empty() ? "unknown" : problem.code, request.secrets) + ": " +
            shown(problem.description.empty() ? "unknown" : problem.description, request.secrets);
  }
  throw GoogleRefused(response.status, text);
}

bool may_pass(const HttpResponse& response) {
  if (std::count(std::begin(kPassingStatuses), std::end(kPassingStatuses), response.status) > 0) return true;
  const auto code = problem_of(response.body).code;
  return std::count(std::begin(kPassingCodes), std::end(kPassingCodes), code) > 0;
}

// 1 s, 2 s: a tenth more or less keeps programs that failed together apart.
Clock::duration pause_after(int attempt) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return std::chrono::milliseconds(std::uniform_int_distribution<int>(900, 1100)(random) << (attempt - 1));
}

void pause(const AuthContext& context, Clock::duration span, const HttpRequest& request, const std::stop_token& stop) {
  if (stop.stop_requested() || !context.clock->sleep(span, stop)) {
    throw AuthError(host_of(request) + ": the call was cancelled while it waited for credentials");
  }
}

}  // namespace

GoogleRequest google_form(std::string_view url, const Form& form) {
  GoogleRequest request{.http = auth_request("POST", url)};
  request.http.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.http.body = form_body(form);
  request.http.has_body = true;
  for (const auto& [name, value] : form) {
    if (name != "grant_type") request.secrets.push_back(value);
  }
  return request;
}

GoogleRequest google_json(std::string_view url, std::string body, const std::string& token) {
  GoogleRequest request{.http = auth_request("POST", url), .secrets = {token}};
  request.http.headers.set("Content-Type", "application/json");
  request.http.headers.set("Authorization", "Bearer " + token);
  request.http.body = std::move(body);
  request.http.has_body = true;
  return request;
}

void check_google_url(std::string_view url, std::string_view what) {
  const std::string name(what);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; };
  if (std::any_of(url.begin(), url.end(), is_control)) throw AuthError(name + " is no URL");
  const auto origin = auth_request("POST", url).origin;
  const auto is_host = [&](std::string_view host) {
    return origin == host || origin.starts_with(std::string(host) + ':');
  };
  if (origin.starts_with("https://") || is_host("http://127.0.0.1") || is_host("http://localhost")) return;
  throw AuthError(name + " must be an https URL: what is sent there is secret");
}

HttpResponse ask_google(const AuthContext& context, const GoogleRequest& request, const std::stop_token& stop,
                        bool direct) {
  constexpr AuthLimits kOnce{.attempt = std::chrono::seconds(30), .total = std::chrono::milliseconds(0)};
  const auto end = context.clock->now() + kLongest;
  for (int attempt = 1;; ++attempt) {
    auto span = pause_after(attempt);
    const auto is_last = [&] { return attempt == kAttempts || context.clock->now() + span >= end; };
    try {
      auto response =
          direct ? context.http->send_direct(request.http, stop, kOnce) : context.http->send(request.http, stop, kOnce);
      if (response.status >= 200 && response.status < 300) return response;
      if (!may_pass(response)) refused(request, response);
      if (const auto floor = retry_after(response.headers, context.wall())) {
        span = std::max<Clock::duration>(span, *floor);
      }
      if (is_last()) refused(request, response);
    } catch (const GoogleRefused&) {
      throw;
    } catch (const AuthError&) {
      if (stop.stop_requested() || is_last()) throw;
    }
    pause(context, span, request.http, stop);
  }
}

}  // namespace databricks::detail
