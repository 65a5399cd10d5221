// Other processes of the tests.
//   browse URL                 a browser: goes where it is sent, and prints the last page
//   token HOST HOME PORT       a program that somebody uses who has signed in with the browser: prints its token
#include <databricks/client.hpp>
#include <databricks/http.hpp>

#include <cstdlib>
#include <iostream>
#include <string>

namespace {

databricks::HttpResponse get(const std::string& url) {
  const auto path = url.find('/', url.find("://") + 3);
  databricks::HttpRequest request;
  request.method = "GET";
  request.origin = url.substr(0, url.find('?') < path ? url.find('?') : path);
  request.target = url.substr(request.origin.size());
  if (!request.target.starts_with('/')) request.target.insert(0, "/");
  return databricks::http_transport()->send(request, {}, nullptr);
}

int browse(std::string url) {
  for (int redirects = 0; redirects < 5; ++redirects) {
    const auto page = get(url);
    const auto* location = page.headers.find("Location");
    if (!location) {
      std::cout << page.status << ' ' << page.body;
      return page.status == 200 ? 0 : 1;
    }
    url = *location;
  }
  return 2;
}

int token(const char* host, const char* home, const char* port) {
  databricks::Config config;
  config.host = host;
  config.auth_type = "external-browser";
  config.oauth_callback_port = std::atoi(port);
  config.environment = [home](std::string_view name) {
    return name == "HOME" ? std::optional<std::string>(home) : std::nullopt;
  };
  std::cout << databricks::Client(config).token().access_token;
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "browse" && argc == 3) return browse(argv[2]);
  if (what == "token" && argc == 5) return token(argv[2], argv[3], argv[4]);
  return 3;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 4;
}
