#include "auth/azure_workspace.hpp"

#include "config/environments.hpp"
#include "config/host.hpp"
#include "observe/redact.hpp"
#include "request/percent.hpp"
#include "text/ascii.hpp"
#include "text/one_line.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <algorithm>

namespace databricks::detail {

// Named so that Describe finds them.
struct ArmProperties {
  optional<std::string> workspaceUrl{};
};
BOOST_DESCRIBE_STRUCT(ArmProperties, (), (workspaceUrl))
struct ArmError {
  optional<std::string> code{};
  optional<std::string> message{};
};
BOOST_DESCRIBE_STRUCT(ArmError, (), (code, message))
struct ArmAnswer {
  optional<ArmProperties> properties{};
  optional<ArmError> error{};
};
BOOST_DESCRIBE_STRUCT(ArmAnswer, (), (properties, error))

namespace {

constexpr std::string_view kVersion = "?api-version=2018-04-01";
constexpr std::size_t kExcerptBytes = 1024;

[[noreturn]] void fail(const std::string& why) { throw AuthError("resolve host: " + why); }

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> found;
  if (path.starts_with('/')) path.remove_prefix(1);
  for (;;) {
    const auto end = std::min(path.find('/'), path.size());
    found.push_back(path.substr(0, end));
    if (end == path.size()) return found;
    path.remove_prefix(end + 1);
  }
}

// No leading `-`: it becomes an argument of az.
bool is_subscription(std::string_view text) {
  const auto is_good = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  };
  return !text.empty() && text.size() <= 64 && text.front() != '-' && std::all_of(text.begin(), text.end(), is_good);
}

std::string resource_url(const Config& config) {
  const auto id = trim(config.azure_workspace_resource_id);
  std::string url(azure_environment_of(config).resource_manager);
  url.pop_back();  // its slash
  for (const auto segment : segments(id)) {
    if (segment.empty() || segment == "." || segment == ".." || subscription_of(id).empty()) {
      fail(
          "azure_workspace_resource_id must look like "
          "/subscriptions/{id}/resourceGroups/{group}/providers/Microsoft.Databricks/workspaces/{name}");
    }
    append_percent_encoded(url += '/', segment);
  }
  return url.append(kVersion);
}

std::optional<ArmAnswer> read_answer(const std::string& body) {
  try {
    if (trim(body).starts_with('{')) return from_json<ArmAnswer>(body);
  } catch (const JsonError&) {
    // A proxy's page, perhaps; it is shown as it is.
  }
  return std::nullopt;
}

[[noreturn]] void refused(const HttpResponse& response, const std::string& host) {
  const auto answer = read_answer(response.body);
  const auto* type = response.headers.find("Content-Type");
  std::string why;
  if (answer && answer->error.has_value()) {
    why = answer->error->code.value_or("unknown") + ": " + answer->error->message.value_or("unknown");
    why.erase(why.find_last_not_of('.') + 1);
  } else {
    why = excerpt(response.body, type ? *type : "", kExcerptBytes);
  }
  fail(host + " answered " + std::to_string(response.status) + ": " + one_line(why));
}

}  // namespace

std::string subscription_of(std::string_view resource_id) {
  const auto parts = segments(trim(resource_id));
  const bool is_one = parts.size() >= 2 && same_text(parts[0], "subscriptions") && is_subscription(parts[1]);
  return is_one ? std::string(parts[1]) : std::string();
}

void complete_host(AuthContext& context, const AzureFetch& fetch, const std::stop_token& stop) {
  if (!context.config.host.empty()) return;
  auto request = auth_request("GET", resource_url(context.config));
  const auto token = fetch(std::string(azure_environment_of(context.config).resource_manager), stop);
  request.headers.set("Authorization", token.token_type + ' ' + token.access_token);
  const auto response = context.http->send(request, stop);
  if (response.status != 200) refused(response, host_of(request));
  const auto answer = read_answer(response.body);
  if (!answer || !answer->properties.has_value() || answer->properties->workspaceUrl.value_or("").empty()) {
    fail(host_of(request) + " knows no address of the workspace " + context.config.azure_workspace_resource_id);
  }
  try {
    context.config.host = parse_host("https://" + *answer->properties->workspaceUrl).url;
  } catch (const ConfigError& error) {
    fail(error.what());
  }
}

}  // namespace databricks::detail
