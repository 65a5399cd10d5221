#include "cluster_proxy.hpp"

#include "cluster_secrets.hpp"
#include "config/advice.hpp"
#include "observe/hidden_bodies.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>
#include <databricks/models/compute.hpp>

namespace databricks::ext::dbutils {

namespace {

RawJson json_of(const CommandResult& result, const std::vector<std::string>& confidential) {
  if (result.failed()) throw Error("dbutils failed on the cluster: " + without_texts(result.error(), confidential));
  try {
    return from_json<RawJson>(result.text());
  } catch (const JsonError& error) {
    throw Error("the cluster's answer is not the JSON it should be: " + without_texts(error.what(), confidential));
  }
}

}  // namespace

std::string ClusterProxy::require_cluster() const {
  const auto& config = client_.config();
  if (!config.cluster_id.empty()) return config.cluster_id;
  throw ConfigError("cluster_id is required in the configuration" + configuration_advice(config));
}

RawJson ClusterProxy::call(std::string_view utility, std::string_view method, const RawJson& arguments,
                           const RawJson& named) {
  const auto program = call_program(utility, method, arguments, named);
  const auto confidential = confidential_texts(arguments, named);
  const auto cluster_id = require_cluster();
  const std::lock_guard lock(mutex_);
  if (!context_) context_.emplace(CommandExecution(client_).start(cluster_id, compute::Language::python));
  const detail::HiddenBodies hidden;
  try {
    return json_of(context_->run(program, {.verbatim = true}), confidential);
  } catch (const DatabricksError&) {
    context_.reset();  // a cluster that was restarted has lost it: the next call makes another one
    throw;
  }
}

}  // namespace databricks::ext::dbutils
