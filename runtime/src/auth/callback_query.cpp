#include "auth/callback_query.hpp"

#include "auth/pkce.hpp"
#include "request/percent.hpp"
#include "text/one_line.hpp"

#include <algorithm>

namespace databricks {

namespace {

std::string decoded(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '+', ' ');
  return detail::percent_decoded(plain);
}

const std::string& value_of(const CallbackParameters& parameters, const std::string& name) {
  static const std::string none;
  const auto found = parameters.find(name);
  return found == parameters.end() ? none : found->second;
}

}  // namespace

CallbackParameters callback_parameters(std::string_view target) {
  CallbackParameters parameters;
  target = target.substr(0, target.find('#'));
  const auto mark = target.find('?');
  if (mark == target.npos) return parameters;
  for (auto rest = target.substr(mark + 1); !rest.empty();) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto name = pair.substr(0, pair.find('='));
    const auto value = pair.substr(std::min(pair.size(), name.size() + 1));
    parameters.emplace(decoded(name), decoded(value));
  }
  return parameters;
}

std::string detail::callback_problem(const CallbackParameters& parameters, std::string_view state) {
  if (const auto& error = value_of(parameters, "error"); !error.empty()) {
    const auto& description = value_of(parameters, "error_description");
    return one_line(error) + (description.empty() ? "" : ": " + one_line(description));
  }
  const auto& returned = value_of(parameters, "state");
  if (value_of(parameters, "code").empty() || returned.empty()) return "No code returned in callback";
  return same_secret(returned, state) ? "" : "state mismatch: the answer belongs to another sign-in";
}

}  // namespace databricks
