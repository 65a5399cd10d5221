// What serving endpoints can do besides the declared operations: streams of events, calls through connections, and what
// OpenAI-compatible clients need.
#pragma once

#include <databricks/services/serving.hpp>

#include <map>
#include <string>
#include <string_view>

namespace databricks {

class EventStream;  // <databricks/events.hpp>, to be included where query_events is called

namespace ext {

/// What a connection passes on. Empty parts are not sent.
struct HttpRequestParts {
  std::map<std::string, std::string> headers{};
  std::string json{};  // the body, any JSON text
  std::map<std::string, std::string> params{};
};

/// What came back through a connection.
struct HttpRequestAnswer {
  std::string body{};            // as it is
  std::string mcp_session_id{};  // header of this name; empty: none
};

/// The operation as it is declared, and in a form in which the parts need not be packed into texts.
struct DATABRICKS_API HttpRequestEndpoint : decltype(services::serving::ServingEndpoints::http_request) {
  using Declared = decltype(services::serving::ServingEndpoints::http_request);
  HttpRequestEndpoint(const Service& service) : Declared{service} {}

  using Declared::operator();
  /// Sends a request to the external service behind a connection of Unity Catalog: `method` is GET, POST, PUT, PATCH or
  /// DELETE, `path` is relative to the connection's base path. Throws JsonError when parts.json is no JSON, and what
  /// calls throw.
  HttpRequestAnswer operator()(std::string_view connection, std::string_view method, std::string_view path,
                               const HttpRequestParts& parts = {}, const CallOptions& options = {}) const;
};

struct DATABRICKS_API ServingEndpoints : services::serving::ServingEndpoints {
  ServingEndpoints(const Client& client) : services::serving::ServingEndpoints{client} {}

  HttpRequestEndpoint http_request{*this};

  /// A query with `stream` set, whose answer comes as server-sent events, up to the `[DONE]` of OpenAI's kind of
  /// streams. Nothing is sent before the iteration begins.
  EventStream query_events(std::string_view name, const serving::QueryEndpointInput& request,
                           const CallOptions& options = {}) const;

  /// `{host}/serving-endpoints`: the base URL for clients that speak OpenAI's API. They want an API key, too: any text
  /// will do (`no-token`), because openai_headers() say who is calling. May choose credentials when no host is
  /// configured; throws AuthError and ConfigError then.
  std::string openai_base_url() const;
  /// Makes the headers, Authorization first of all, for a request of such a client. To be called for each request, from
  /// any thread: tokens are renewed when it is time. Keeps the client alive. What it returns throws AuthError and
  /// ConfigError.
  Function<Headers()> openai_headers() const;
};

}  // namespace ext
}  // namespace databricks
