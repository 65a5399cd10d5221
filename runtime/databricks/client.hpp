// What WorkspaceClient and AccountClient have in common.
#pragma once

#include <databricks/config.hpp>
#include <databricks/credentials.hpp>
#include <databricks/raw_call.hpp>
#include <databricks/service.hpp>

#include <memory>
#include <string_view>

namespace databricks {

/// Whether calls go to a workspace or to an account; workspace calls name their workspace in a header.
enum class ClientLevel { workspace, account };

/// Connections, credentials and configuration. Cheap to copy; copies share them. Callable from any thread.
class DATABRICKS_API Client {
 public:
  /// Resolves the configuration; nothing is sent. Throws ConfigError.
  explicit Client(Config config = {}, ClientLevel level = ClientLevel::workspace);

  /// The configuration as it was resolved; from the first call or authenticate() on with what was found out about the
  /// host, and with the auth_type that was chosen. Valid as long as the client or a copy of it.
  const Config& config() const;
  /// Chooses credentials if that wasn't done yet, which may send requests and run programs, and returns the headers of
  /// one request. Throws AuthError and ConfigError.
  Headers authenticate(const std::stop_token& stop = {}) const;
  /// The OAuth token in use. Throws AuthError: `OAuth tokens are not available for pat authentication`.
  OAuthToken token(const std::stop_token& stop = {}) const;

  /// Calls an endpoint that was declared without a service:
  ///   inline constexpr databricks::Declare<"GET /api/2.0/widgets/{id}", GetWidget, Widget> get_widget;
  ///   Widget widget = client.call(get_widget, {.id = "7"});
  /// Answers and errors are those of a service's endpoint.
  template <class Declared>
  auto call(const Declared&, const typename Declared::endpoint::request_type& request = {},
            const CallOptions& options = {}) const {
    return typename Declared::endpoint{Service(*this)}(request, options);
  }

  /// Calls what has no declaration, with the same retries, credentials and errors. The target is a path,
  /// percent-encoded (`/api/2.0/clusters/list`), or an absolute URL; the client's credentials go to another host only
  /// when `call` says so. The answer has a status below 400. Throws InvalidArgument, and what endpoints throw.
  HttpResponse do_(std::string_view method, std::string_view target, const RawCall& call = {},
                   const CallOptions& options = {}) const;

  const std::shared_ptr<Engine>& engine() const { return engine_; }

 private:
  std::shared_ptr<Engine> engine_;
};

}  // namespace databricks
