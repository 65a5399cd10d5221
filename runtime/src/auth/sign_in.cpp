#include "auth/sign_in.hpp"

#include "auth/browser.hpp"
#include "auth/callback_query.hpp"

#include <cstdio>

namespace databricks::detail {

namespace {

constexpr int kUsualLimitSeconds = 300;

std::chrono::seconds limit_of(const Config& config) {
  const int configured = config.oauth_browser_auth_timeout.value_or(0);
  return std::chrono::seconds(configured > 0 ? configured : kUsualLimitSeconds);
}

}  // namespace

CallbackParameters ask_browser(const AuthContext& context, CallbackServer& server, const std::string& url,
                               const std::string& state, const std::stop_token& stop) {
  const bool opened = open_browser(context.config, url);
  const std::string told = (opened ? "Sign in with your browser. If it does not open, go to:\n  "
                                   : "No browser was found. To sign in, go to:\n  ") +
                           url + '\n';
  std::fputs(told.c_str(), stderr);
  const auto problem_of = [&](const CallbackParameters& parameters) { return callback_problem(parameters, state); };
  auto parameters = server.wait(limit_of(context.config), problem_of, stop);
  if (const auto problem = problem_of(parameters); !problem.empty()) throw AuthError(problem);
  return parameters;
}

}  // namespace databricks::detail
