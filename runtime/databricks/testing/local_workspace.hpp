// A small Databricks workspace on 127.0.0.1, to try the SDK and to test programs without an account:
//
//   databricks::testing::LocalWorkspace workspace;
//   databricks::WorkspaceClient client(workspace.config());
//
// It keeps users, clusters, jobs and their runs, DBFS, workspace files, repos, volumes' files, secrets and a serving
// endpoint in memory, starts with a few of each, gives the answers to SQL statements that it was told, and answers 501
// to the rest of the API. What takes minutes in the cloud takes steps of a fraction of a second.
//
// With oauth_config() the client signs in as a service principal. The serving endpoint `echo` streams when it is asked
// to, and has a data plane, which takes no other tokens than those that were exchanged for it.
//
// Behind its volumes and results there is an object store, on a second port as of the first signed URL. It knows no
// token: what is signed is let in until it expires, and everything else refused in the words of the cloud it plays.
#pragma once

#include <databricks/config.hpp>
#include <databricks/testing/api_server.hpp>
#include <databricks/testing/local_sql.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace databricks::testing {

namespace local {
class AccessTokens;
class ObjectStorage;
}  // namespace local

/// Whose object store is behind the volumes: it decides how big files are uploaded.
enum class LocalCloud {
  aws,    // in parts
  azure,  // in parts, which have no ETags
  gcp     // as one stream that can be resumed
};

struct LocalWorkspaceOptions {
  std::uint16_t port = 0;                  // 0: any free one
  std::string token = "local-token";       // let in beside the OAuth tokens it gives out; empty: so is everybody
  std::chrono::milliseconds step{200};     // how long a cluster or run stays in each state on its way
  std::string client_id = "local-client";  // of the only client that gets OAuth tokens; empty: there is none
  std::string client_secret = "local-secret";
  std::chrono::milliseconds token_lifetime{std::chrono::hours{1}};  // of OAuth tokens
  LocalCloud cloud = LocalCloud::aws;
};

/// Serves from construction to destruction. Callable from any thread.
class DATABRICKS_API LocalWorkspace {
 public:
  /// Throws Error when the port can't be had.
  explicit LocalWorkspace(LocalWorkspaceOptions options = {});

  /// `http://127.0.0.1:port`
  std::string host() const { return server_.origin(); }
  const std::string& token() const { return options_.token; }
  /// Host and token for a client; neither environment nor `.databrickscfg` is looked at.
  Config config() const;
  /// The same with client id and secret in place of the token: oauth-m2m.
  Config oauth_config() const;
  /// To add handlers for what is missing, or to replace some: `workspace.server().on<&Endpoint>(...)`.
  ApiServer& server() { return server_; }
  /// Which SQL statements it knows, and what they give.
  LocalSql& sql() { return sql_; }

 private:
  LocalWorkspaceOptions options_;
  std::shared_ptr<local::AccessTokens> tokens_;
  std::shared_ptr<local::ObjectStorage> storage_;  // outlives what signs URLs
  LocalSql sql_;                                   // outlives the server, which answers from it
  ApiServer server_;
};

}  // namespace databricks::testing
