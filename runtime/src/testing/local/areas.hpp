// The areas of the local workspace. Each keeps its state in what its handlers share, behind one lock.
#pragma once

#include <databricks/testing/api_server.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace databricks::compute {
enum class State;
}

namespace databricks::testing::local {

/// How long a resource stays in each state on its way.
using Step = std::chrono::milliseconds;

class AccessTokens;
class ObjectStorage;
struct Volumes;

/// Who calls: there is one user.
inline constexpr const char* kUserName = "you@example.com";

/// The state of the cluster with this id. Refuses an id that there is not. Callable from any thread.
using ClusterState = std::function<compute::State(const std::string& cluster_id)>;

void serve_users(ApiServer& server);
ClusterState serve_clusters(ApiServer& server, Step step);
void serve_commands(ApiServer& server, Step step, const ClusterState& cluster_state);
void serve_jobs(ApiServer& server, Step step);
void serve_dbfs(ApiServer& server);
void serve_files(ApiServer& server, const std::shared_ptr<Volumes>& volumes);
/// The storage must outlive the server.
void serve_big_files(ApiServer& server, const std::shared_ptr<Volumes>& volumes, ObjectStorage& storage);
void serve_workspace_files(ApiServer& server);
void serve_secrets(ApiServer& server);
/// The data plane takes its own tokens only.
void serve_serving_endpoints(ApiServer& server, const std::shared_ptr<AccessTokens>& tokens);
/// Open to all; gives out tokens to one client.
void serve_oauth(ApiServer& server, const std::shared_ptr<AccessTokens>& tokens, const std::string& client_id,
                 const std::string& client_secret);
void serve_repos(ApiServer& server);

}  // namespace databricks::testing::local
