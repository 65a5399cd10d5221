#include "auth/workspace_id.hpp"

#include "text/ascii.hpp"

#include <databricks/error.hpp>

#include <charconv>
#include <optional>

namespace databricks::detail {

namespace {

constexpr const char* kMe = "/api/2.0/preview/scim/v2/Me";

std::optional<std::int64_t> to_id(std::string_view text) {
  text = trim(text);
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id <= 0) return std::nullopt;
  return id;
}

}  // namespace

std::int64_t current_workspace_id(const Config& config, const AskWorkspace& ask) {
  if (const auto id = to_id(config.workspace_id)) return *id;
  Headers routing;
  if (!config.workspace_id.empty()) routing.set("X-Databricks-Workspace-Id", config.workspace_id);
  const auto response = ask(kMe, routing);
  const auto* header = response.headers.find("X-Databricks-Org-Id");
  if (const auto id = to_id(header ? std::string_view(*header) : std::string_view())) return *id;
  throw UnexpectedResponse(response.status, "",
                           config.host +
                               " does not say which workspace it is: header X-Databricks-Org-Id of its "
                               "answer to GET " +
                               kMe + (header ? " is no number" : " is missing"));
}

}  // namespace databricks::detail
