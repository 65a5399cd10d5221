#include "auth/azure_headers.hpp"

#include "auth/bearer.hpp"
#include "auth/jwt.hpp"
#include "config/environments.hpp"

namespace databricks::detail {

namespace {

constexpr std::chrono::seconds kPauseAfterFailure{60};

class AzureCredentials final : public Credentials {
 public:
  AzureCredentials(std::string_view auth_type, const AuthContext& context, AzureTokens tokens,
                   ManagementToken management)
      : auth_type_(auth_type),
        resource_id_(checked_token(context.config.azure_workspace_resource_id, "azure_workspace_resource_id")),
        tokens_(std::move(tokens)),
        management_(management),
        clock_(context.clock) {}

  std::string_view auth_type() const override { return auth_type_; }

  Headers headers(const std::stop_token& stop) override {
    const auto application = token(stop);
    const auto management = management_token(application, stop);
    Headers made;
    made.set("Authorization", application.token_type + ' ' + application.access_token);
    if (management) made.set("X-Databricks-Azure-SP-Management-Token", management->access_token);
    if (!resource_id_.empty()) made.set("X-Databricks-Azure-Workspace-Resource-Id", resource_id_);
    return made;
  }

  OAuthToken token(const std::stop_token& stop) override { return get(*tokens_.application, stop); }

 private:
  OAuthToken get(TokenSource& source, const std::stop_token& stop) const {
    try {
      return source.get(stop);
    } catch (const AuthError& error) {
      throw AuthError(auth_type_ + ": " + error.what());
    }
  }

  std::optional<OAuthToken> management_token(const OAuthToken& application, const std::stop_token& stop) {
    if (management_ == ManagementToken::required) return get(*tokens_.management, stop);
    const bool is_person = !jwt_text_claim(application.access_token, "upn").empty();
    if (is_person || pauses()) return std::nullopt;
    try {
      return tokens_.management->get(stop);
    } catch (const AuthError&) {
      if (stop.stop_requested()) throw;
      pause();
      return std::nullopt;
    }
  }

  // A tool that fails takes a second or more each time, which no call should wait for again and again.
  bool pauses() {
    const std::lock_guard lock(mutex_);
    return clock_->now() < next_try_;
  }
  void pause() {
    const std::lock_guard lock(mutex_);
    next_try_ = clock_->now() + kPauseAfterFailure;
  }

  std::string auth_type_;
  std::string resource_id_;
  AzureTokens tokens_;
  ManagementToken management_;
  std::shared_ptr<Clock> clock_;
  std::mutex mutex_;
  Clock::time_point next_try_ = Clock::time_point::min();
};

}  // namespace

AzureTokens azure_tokens(const AuthContext& context, const AzureFetch& fetch, bool renew_in_background) {
  const auto source = [&](std::string_view resource) {
    return context.token_source(
        [fetch, resource = std::string(resource)](const std::stop_token& stop) { return fetch(resource, stop); },
        renew_in_background);
  };
  return {source(environment_of(context.config).azure_application),
          source(azure_environment_of(context.config).service_management)};
}

std::shared_ptr<Credentials> azure_credentials(std::string_view auth_type, const AuthContext& context,
                                               AzureTokens tokens, ManagementToken management) {
  return std::make_shared<AzureCredentials>(auth_type, context, std::move(tokens), management);
}

}  // namespace databricks::detail
