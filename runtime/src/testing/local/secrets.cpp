#include "testing/local/areas.hpp"
#include "testing/local/base64.hpp"
#include "testing/local/moments.hpp"
#include "testing/local/refuse.hpp"

#include <databricks/models/workspace.hpp>
#include <databricks/services/workspace.hpp>

#include <map>
#include <mutex>

namespace databricks::testing::local {

namespace {

using Api = services::workspace::Secrets;

struct Secret {
  std::string bytes{};
  std::int64_t updated = 0;
};
using Scope = std::map<std::string, Secret>;

class Secrets {
 public:
  void create_scope(const workspace::CreateScope& request) {
    const std::lock_guard lock(mutex_);
    const auto& name = required(request.scope, "scope");
    if (name.empty() || name.size() > 128) refuse_value("Scope name must have 1 to 128 characters");
    if (!scopes_.try_emplace(name).second) refuse("RESOURCE_ALREADY_EXISTS", "Scope " + name + " already exists!");
  }

  void delete_scope(const workspace::DeleteScope& request) {
    const std::lock_guard lock(mutex_);
    scope(request.scope);
    scopes_.erase(*request.scope);
  }

  workspace::ListScopesResponse list_scopes() {
    const std::lock_guard lock(mutex_);
    workspace::ListScopesResponse response;
    for (const auto& [name, secrets] : scopes_) {
      response.scopes.push_back({.backend_type = workspace::ScopeBackendType::DATABRICKS, .name = name});
    }
    return response;
  }

  void put(const workspace::PutSecret& request) {
    const std::lock_guard lock(mutex_);
    if (request.string_value.has_value() == request.bytes_value.has_value()) {
      refuse_value("Exactly one of string_value and bytes_value must be given");
    }
    Secret secret{request.string_value.has_value() ? *request.string_value : from_base64(*request.bytes_value),
                  wall_clock()};
    scope(request.scope)[required(request.key, "key")] = std::move(secret);
  }

  workspace::GetSecretResponse get(const workspace::GetSecretRequest& request) {
    const std::lock_guard lock(mutex_);
    return {.key = request.key, .value = base64(find(request.scope, request.key)->second.bytes)};
  }

  void remove(const workspace::DeleteSecret& request) {
    const std::lock_guard lock(mutex_);
    scope(request.scope).erase(find(request.scope, request.key));
  }

  workspace::ListSecretsResponse list(const workspace::ListSecretsRequest& request) {
    const std::lock_guard lock(mutex_);
    workspace::ListSecretsResponse response;
    for (const auto& [key, secret] : scope(request.scope)) {
      response.secrets.push_back({.key = key, .last_updated_timestamp = secret.updated});
    }
    return response;
  }

 private:
  Scope& scope(const optional<std::string>& name) {
    const auto found = scopes_.find(required(name, "scope"));
    if (found == scopes_.end()) refuse_missing("Scope " + *name + " does not exist!");
    return found->second;
  }

  Scope::iterator find(const optional<std::string>& scope_name, const optional<std::string>& key) {
    auto& secrets = scope(scope_name);
    const auto found = secrets.find(required(key, "key"));
    if (found == secrets.end()) refuse_missing("Failed to get secret " + *key + " for scope " + *scope_name + ".");
    return found;
  }

  std::mutex mutex_;
  std::map<std::string, Scope> scopes_{{"local", {{"greeting", {"hello", 0}}}}};
};

}  // namespace

void serve_secrets(ApiServer& server) {
  const auto state = std::make_shared<Secrets>();
  server.on<&Api::create_scope>([=](const auto& request) { state->create_scope(request); })
      .on<&Api::delete_scope>([=](const auto& request) { state->delete_scope(request); })
      .on<&Api::list_scopes>([=] { return state->list_scopes(); })
      .on<&Api::put_secret>([=](const auto& request) { state->put(request); })
      .on<&Api::get_secret>([=](const auto& request) { return state->get(request); })
      .on<&Api::delete_secret>([=](const auto& request) { state->remove(request); })
      .on<&Api::list_secrets>([=](const auto& request) { return state->list(request); });
}

}  // namespace databricks::testing::local
