// A web application in which everyone signs in as themselves and sees their own clusters.
//
//   DATABRICKS_HOST=https://example.cloud.databricks.com  the workspace
//   OAUTH_CLIENT_ID=... OAUTH_CLIENT_SECRET=...           an application registered with its account: see
//                                                         examples/oauth_app_setup; no secret: a public one
//   OAUTH_REDIRECT_URL=http://localhost:8001/callback     as registered; unset: this one
//   oauth_web_app
//
// It listens on this machine only; behind a proxy that speaks https, add `Secure` to the cookies.
#include <httplib.h>
#include <openssl/rand.h>
#include <databricks/models/compute.hpp>
#include <databricks/oauth.hpp>
#include <databricks/workspace_client.hpp>

#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>

namespace {

using databricks::Consent;
using databricks::OAuthClient;
using databricks::WorkspaceClient;
using httplib::Request;
using httplib::Response;

std::string environment(const char* name, const char* otherwise = "") {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

std::string random_name() {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) throw std::runtime_error("no random numbers");
  std::string name;
  for (const unsigned char byte : bytes) {
    name += "0123456789abcdef"[byte / 16];
    name += "0123456789abcdef"[byte % 16];
  }
  return name;
}

std::string cookie(const Request& request, const std::string& name) {
  std::istringstream cookies(request.get_header_value("Cookie"));
  for (std::string one; cookies >> std::ws && std::getline(cookies, one, ';');) {
    if (one.starts_with(name + '=')) return one.substr(name.size() + 1);
  }
  return {};
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '<':
        result += "&lt;";
        break;
      case '&':
        result += "&amp;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

void page(Response& response, const std::string& body) {
  response.set_content(
      "<!doctype html><meta charset=utf-8><title>Clusters</title><body style='font-family:sans-serif;"
      "margin:3em auto;max-width:40em'><h1>Your clusters</h1>" +
          body,
      "text/html");
}

/// Values by a name that only one browser knows. The oldest give way to new ones, so that nobody can fill the memory.
template <class T>
class Kept {
 public:
  void put(const std::string& name, T value) {
    const std::lock_guard lock(mutex_);
    if (order_.size() >= 10'000) {
      values_.erase(order_.front());
      order_.erase(order_.begin());
    }
    order_.push_back(name);
    values_.insert_or_assign(name, std::move(value));
  }
  std::optional<T> get(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional<T>(found->second);
  }
  std::optional<T> take(const std::string& name) {
    auto value = get(name);
    const std::lock_guard lock(mutex_);
    values_.erase(name);
    std::erase(order_, name);
    return value;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, T> values_;
  std::vector<std::string> order_;
};

class WebApp {
 public:
  WebApp(std::string host, databricks::OAuthApplication application)
      : host_(std::move(host)), oauth_(OAuthClient::for_host({.host = host_}, std::move(application))) {}

  void serve(httplib::Server& server) {
    server.Get("/", [this](const Request& request, Response& response) { home(request, response); });
    server.Get("/sign-in", [this](const Request&, Response& response) { sign_in(response); });
    server.Get("/callback", [this](const Request& request, Response& response) { callback(request, response); });
    server.Post("/sign-out", [this](const Request& request, Response& response) {
      users_.take(cookie(request, "session"));
      response.set_redirect("/");
    });
  }

 private:
  void home(const Request& request, Response& response) {
    const auto session = cookie(request, "session");
    const auto w = users_.get(session);
    if (!w) return page(response, "<p><a id=sign-in href=/sign-in>Sign in</a>");
    try {
      std::string list = "<ul>";
      for (const auto& cluster : w->clusters.list()) {
        list += "<li>" + escaped(cluster.cluster_name.value_or("")) + " is " + std::string(cluster.state.text());
      }
      page(response, list + "</ul><form method=post action=/sign-out><button>Sign out</button></form>");
    } catch (const databricks::AuthError& error) {  // the sign-in was revoked, or has run out
      users_.take(session);
      page(response, "<p>" + escaped(error.what()) + "<p><a id=sign-in href=/sign-in>Sign in again</a>");
    } catch (const databricks::Error& error) {
      response.status = 502;
      page(response, "<p>" + escaped(error.what()));
    }
  }

  void sign_in(Response& response) {
    const auto consent = oauth_.initiate_consent();
    consents_.put(consent.state(), consent);
    // Only the browser that began a sign-in may end it.
    response.set_header("Set-Cookie", "state=" + consent.state() + "; HttpOnly; SameSite=Lax; Path=/callback");
    response.set_redirect(consent.auth_url());
  }

  void callback(const Request& request, Response& response) {
    const auto consent = consents_.take(cookie(request, "state"));
    if (!consent) {
      response.status = 400;
      return page(response, "<p>This sign-in was not begun here. <a href=/sign-in>Begin again</a>");
    }
    try {
      const auto credentials = consent->exchange_callback_parameters(databricks::callback_parameters(request.target));
      const auto session = random_name();
      users_.put(session, WorkspaceClient({.host = host_, .credentials = credentials}));
      response.set_header("Set-Cookie", "session=" + session + "; HttpOnly; SameSite=Lax; Path=/");
      response.set_redirect("/");
    } catch (const databricks::Error& error) {
      response.status = 403;
      page(response, "<p>" + escaped(error.what()) + "<p><a href=/sign-in>Try again</a>");
    }
  }

  std::string host_;
  OAuthClient oauth_;
  Kept<Consent> consents_;       // by state
  Kept<WorkspaceClient> users_;  // by session
};

}  // namespace

int main() {
  try {
    const auto redirect_url = environment("OAUTH_REDIRECT_URL", "http://localhost:8001/callback");
    WebApp app(environment("DATABRICKS_HOST"), {.client_id = environment("OAUTH_CLIENT_ID"),
                                                .redirect_url = redirect_url,
                                                .scopes = {"all-apis", "offline_access"},
                                                .client_secret = environment("OAUTH_CLIENT_SECRET")});
    httplib::Server server;
    app.serve(server);
    const auto port = redirect_url.find(':', redirect_url.find("://") + 3);
    if (!server.bind_to_port("127.0.0.1", port == std::string::npos ? 80 : std::stoi(redirect_url.substr(port + 1)))) {
      throw std::runtime_error("can't listen at " + redirect_url);
    }
    std::cout << "Open " << redirect_url.substr(0, redirect_url.rfind('/')) << '\n' << std::flush;
    server.listen_after_bind();
  } catch (const std::exception& error) {
    std::cerr << "oauth_web_app: " << error.what() << '\n';
    return 1;
  }
}
