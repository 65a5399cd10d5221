// An authorization server that is as strict as real ones: PKCE is checked, a code is good for one exchange, and every
// refresh token for one renewal.
#pragma once

#include "auth/pkce.hpp"

#include <databricks/oauth.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "loopback.hpp"
#include "texts.hpp"

namespace test {

using Form = std::map<std::string, std::string>;

/// A request for a token.
struct Asked {
  Form form{};
  std::string head{};
};

class Provider {
 public:
  explicit Provider(ssl_ctx_st* tls = nullptr)
      : tls_(tls != nullptr), server_([this](Peer& peer) { serve(peer); }, tls) {}

  std::string host() const {
    return (tls_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(server_.port());
  }
  databricks::OidcEndpoints endpoints() const { return {host() + "/oidc/v1/authorize", host() + "/oidc/v1/token"}; }
  std::vector<Asked> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  std::vector<Asked> asked(const std::string& grant) const {
    auto found = asked();
    std::erase_if(found, [&](const auto& request) { return request.form.at("grant_type") != grant; });
    return found;
  }
  /// What browsers came with, newest last.
  std::vector<databricks::CallbackParameters> authorized() const {
    const std::lock_guard lock(mutex_);
    return authorized_;
  }
  std::vector<std::string> requests() const { return server_.requests(); }

  /// A code as a sign-in with this address brings it, without a browser.
  std::string code_for(const std::string& auth_url) {
    return databricks::callback_parameters(redirect(auth_url)).at("code");
  }
  /// Makes a refresh token good, as if it had been given out.
  void trust(const std::string& refresh_token) {
    const std::lock_guard lock(mutex_);
    good_refresh_tokens_.insert(refresh_token);
  }

  /// Whole HTTP answers to requests for tokens; empty: as usual. Set them before requests come.
  std::function<std::string(const Asked&)> token_answer{};
  /// The same for requests of other kinds, by their raw text.
  std::function<std::string(const std::string&)> other_answer{};
  /// Query that browsers come back with; unset: code and state.
  std::function<std::string(const databricks::CallbackParameters&)> callback{};
  int expires_in = 3600;
  bool rotates = true;  // else renewals bring no refresh token
  std::chrono::milliseconds delay{0};

  static std::string failure(const std::string& status, const std::string& body) {
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }

 private:
  void serve(Peer& peer) {
    for (std::string request; !(request = peer.read_request()).empty();) {
      const auto target = request.substr(request.find(' ') + 1, request.find(" HTTP/") - request.find(' ') - 1);
      auto answer = other_answer ? other_answer(request) : "";
      if (answer.empty()) answer = request.starts_with("POST ") ? token(peer, request) : page(target);
      peer.send(answer);
    }
  }

  std::string page(const std::string& target) {
    if (target == "/oidc/.well-known/oauth-authorization-server") {
      return answer(R"({"authorization_endpoint":")" + endpoints().authorization_endpoint + R"(","token_endpoint":")" +
                    endpoints().token_endpoint + "\"}");
    }
    if (target.starts_with("/oidc/v1/authorize?")) {
      return "HTTP/1.1 302 Found\r\nLocation: " + redirect(target) + "\r\nContent-Length: 0\r\n\r\n";
    }
    return failure("404 Not Found", "{}");
  }

  std::string redirect(const std::string& target) {
    const auto asked = databricks::callback_parameters(target);
    const std::lock_guard lock(mutex_);
    authorized_.push_back(asked);
    const auto code = "planted-secret-code-" + std::to_string(authorized_.size());
    codes_[code] = asked;
    return asked.at("redirect_uri") + '?' +
           (callback ? callback(asked) : "code=" + code + "&state=" + asked.at("state"));
  }

  std::string token(Peer& peer, const std::string& request) {
    Asked asked;
    asked.head = request.substr(0, request.find("\r\n\r\n"));
    const auto body = request.substr(asked.head.size() + 4);
    for (const auto& [name, value] : databricks::callback_parameters('?' + body)) asked.form[name] = value;
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(asked);
    }
    if (delay.count() > 0) peer.pause(delay);
    auto special = token_answer ? token_answer(asked) : "";
    if (!special.empty()) return special;
    const std::lock_guard lock(mutex_);
    const auto& grant = asked.form.at("grant_type");
    const bool is_renewal = grant == "refresh_token";
    const bool is_good = grant == "authorization_code" ? takes_code(asked.form)
                         : is_renewal                  ? takes_refresh_token(asked.form)
                                                       : true;
    if (!is_good) return failure("400 Bad Request", R"({"error":"invalid_grant","error_description":"it is no good"})");
    return answer(new_token(!is_renewal || rotates));
  }

  bool takes_code(const Form& form) {
    const auto found = codes_.find(form.at("code"));
    if (found == codes_.end()) return false;
    const auto asked = found->second;
    codes_.erase(found);
    return asked.at("redirect_uri") == form.at("redirect_uri") && asked.at("client_id") == form.at("client_id") &&
           asked.at("code_challenge") == databricks::detail::pkce_challenge(form.at("code_verifier"));
  }

  bool takes_refresh_token(const Form& form) {
    const auto& presented = form.at("refresh_token");
    return rotates ? good_refresh_tokens_.erase(presented) > 0 : good_refresh_tokens_.count(presented) > 0;
  }

  std::string new_token(bool with_refresh_token) {
    const auto number = std::to_string(++tokens_);
    std::string body = R"({"access_token":"planted-secret-access-)" + number +
                       R"(","token_type":"bearer","expires_in":)" + std::to_string(expires_in);
    if (with_refresh_token) {
      good_refresh_tokens_.insert("planted-secret-refresh-" + number);
      body += R"(,"refresh_token":"planted-secret-refresh-)" + number + '"';
    }
    return body + '}';
  }

  bool tls_;
  mutable std::mutex mutex_;
  std::vector<Asked> asked_;
  std::vector<databricks::CallbackParameters> authorized_;
  std::map<std::string, databricks::CallbackParameters> codes_;
  std::set<std::string> good_refresh_tokens_;
  int tokens_ = 0;
  LoopbackServer server_;  // last: its threads use the others
};

}  // namespace test
