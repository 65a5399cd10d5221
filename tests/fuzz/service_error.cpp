// Fuzzes what is made of an error answer: status and type of content from the first two bytes, the body from the rest.
// Whatever comes, there is an error with a text that can be shown, and it holds no secret of the configuration.
#include "errors/parse.hpp"
#include "json/utf8.hpp"
#include "require.hpp"

#include <algorithm>
#include <string_view>

namespace {

using fuzz::require;

constexpr std::string_view kContentTypes[] = {"", "application/json", "text/html; charset=utf-8", "text/plain",
                                              "application/x-www-form-urlencoded"};
constexpr std::string_view kTargets[] = {"/api/2.0/clusters/get?cluster_id=a", "/api/2.1/jobs/runs/get", "/x"};

bool is_shown_safely(std::string_view text) {
  return databricks::detail::is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
         });
}

databricks::Config configuration() {
  databricks::Config config;
  config.host = "https://a.b";
  config.token = "planted-secret";
  config.environment = [](std::string_view) { return std::optional<std::string>(); };
  return config;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  static const databricks::Config config = configuration();
  databricks::HttpResponse response{.status = 400 + data[0]};
  const auto type = kContentTypes[data[1] % std::size(kContentTypes)];
  if (!type.empty()) response.headers.set("Content-Type", std::string(type));
  if (data[1] >= 128) response.body_problem = "the connection was closed";
  response.body.assign(reinterpret_cast<const char*>(data) + 2, size - 2);
  const databricks::HttpRequest request{
      .method = "GET", .origin = "https://a.b", .target = std::string(kTargets[data[1] % std::size(kTargets)])};
  auto error = databricks::detail::parse_service_error(request, response, config);
  require(!error.message.empty(), "there is a message");
  try {
    databricks::detail::throw_service_error(request, std::move(error));
  } catch (const databricks::DatabricksError& thrown) {
    require(thrown.status_code() == response.status, "the status is kept");
    require(is_shown_safely(thrown.what()), "the text can be shown");
    require(is_shown_safely(thrown.error_code()), "the code can be shown");
    const std::string_view secret = config.token;
    require(
        response.body.find(secret) != response.body.npos || std::string_view(thrown.what()).find(secret) == secret.npos,
        "no secret is shown");
  }
  return 0;
}
