// dbutils but files and widgets.
#include <databricks/ext/dbutils.hpp>

#include "cluster_proxy.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>
#include <databricks/model.hpp>
#include <databricks/models/workspace.hpp>

#include <cstdlib>

namespace databricks::ext {

namespace dbutils {

SecretUtils::SecretUtils(const Client& client) : secrets_(client) {}

std::string SecretUtils::get(const std::string& scope, const std::string& key) const {
  return secrets_.get(scope, key);
}

std::string SecretUtils::get_bytes(const std::string& scope, const std::string& key) const {
  return secrets_.get_bytes(scope, key);
}

std::vector<std::string> SecretUtils::list(const std::string& scope) const {
  std::vector<std::string> keys;
  for (const auto& secret : secrets_.list_secrets({scope})) keys.push_back(secret.key.value_or(""));
  return keys;
}

std::vector<std::string> SecretUtils::list_scopes() const {
  std::vector<std::string> names;
  for (const auto& scope : secrets_.list_scopes()) names.push_back(scope.name.value_or(""));
  return names;
}

RawJson TaskValues::get(const std::string& task_key, const std::string& key, const TaskValueDefaults& defaults) const {
  if (defaults.debug_value) return *defaults.debug_value;
  throw InvalidArgument("outside a job a task value needs a debug_value, which `" + task_key + "`, `" + key +
                        "` was not given");
}

void TaskValues::set(const std::string&, const RawJson&) const {}

Notebook::Notebook(const Client& client, std::shared_ptr<ClusterProxy> cluster)
    : client_(client), cluster_(std::move(cluster)) {}

std::string Notebook::path() const {
  constexpr const char* kVariable = "DATABRICKS_SOURCE_FILE";
  const auto& environment = client_.config().environment;
  const char* found = environment ? nullptr : std::getenv(kVariable);
  const auto path = environment ? environment(kVariable).value_or("") : std::string(found ? found : "");
  if (path.empty())
    throw Error(std::string("outside a notebook its path is taken from ") + kVariable + ", which is not set");
  return path;
}

std::string Notebook::run(const std::string& path, int timeout_seconds,
                          const std::map<std::string, std::string>& arguments) const {
  const map<std::string> named(arguments);
  const auto answer =
      cluster_->call("notebook", "run",
                     '[' + to_json(path) + ',' + std::to_string(timeout_seconds) + ',' + to_json(named) + ']', "{}");
  return answer.text == "null" ? std::string() : from_json<std::string>(answer.text);
}

void CredentialUtils::get_service_credentials_provider(const std::string& name) const {
  throw Error("a provider of service credentials (" + name +
              ") is an object of Python: it works inside Databricks only");
}

}  // namespace dbutils

Dbutils::Dbutils(const Client& client)
    : cluster_(std::make_shared<dbutils::ClusterProxy>(client)),
      fs(client, cluster_),
      secrets(client),
      notebook(client, cluster_) {}

RawJson Dbutils::call(std::string_view utility, std::string_view method, const RawJson& arguments,
                      const RawJson& named) const {
  return cluster_->call(utility, method, arguments, named);
}

}  // namespace databricks::ext
