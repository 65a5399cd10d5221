// A real HTTP server on 127.0.0.1 that speaks declared endpoints: handlers are typed functions, one per endpoint.
//
//   databricks::testing::ApiServer server;
//   server.on<&Widgets::get>([](const GetWidget& request) { return Widget{request.id, 3}; });
//   server.start();
//   Client client{{.host = server.origin(), .token = "any"}};
//
// A handler takes the request, or the request and a CallContext, or nothing where the endpoint has no arguments.
// It answers an API error by throwing DatabricksError(status, code, message), what the declaration does not foresee by
// returning an HttpResponse, and what is sent while it is made, events for instance, by a StreamedResponse.
#pragma once

#include <databricks/endpoint.hpp>
#include <databricks/http.hpp>
#include <databricks/testing/streamed_response.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace databricks::testing {

/// Throws DatabricksError (401, 403) to refuse a call, before anything else is said about it. Runs on several threads
/// at once.
using AccessCheck = std::function<void(const HttpRequest& http)>;
/// Lets everybody in.
inline void open_access(const HttpRequest&) {}
/// What the request shows in `Authorization: Bearer`; empty: nothing, or credentials of another kind.
DATABRICKS_API std::string_view bearer_token(const HttpRequest& http);

struct ServerOptions {
  std::uint16_t port = 0;                               // 0: any free one
  std::string token{};                                  // the only bearer token that is let in; empty: any credentials
  AccessCheck access{};                                 // decides in place of `token`
  std::size_t max_body_bytes = std::size_t{256} << 20;  // of a request; more is answered with 413
  std::size_t max_headers = 100;                        // of a request; more are answered with 431
};

/// What a handler can see beside its typed request. Valid during the call.
struct CallContext {
  const HttpRequest& http;        // as received
  std::string_view account_id{};  // what stood for `{config.account_id}`
};

namespace detail {

/// What a target's path and query say, decoded.
struct Arguments;

using RawHandler = std::function<StreamedResponse(const HttpRequest& http, const Arguments& arguments)>;

/// The reverse of building a request. Throws InvalidArgument and JsonError.
DATABRICKS_API void decode_request(const EndpointTable& endpoint, const HttpRequest& http, const Arguments& arguments,
                                   void* request);
/// `response` is null where the endpoint has none.
DATABRICKS_API HttpResponse encode_response(const EndpointTable& endpoint, const void* response);
DATABRICKS_API CallContext context_of(const HttpRequest& http, const Arguments& arguments);

template <class Service, class Member>
Member member_type(Member Service::*);

template <class Handler, class Request>
decltype(auto) invoke_handler(const Handler& handler, const Request& request, const CallContext& context) {
  if constexpr (std::is_invocable_v<const Handler&, const Request&, const CallContext&>) {
    return handler(request, context);
  } else if constexpr (std::is_invocable_v<const Handler&, const Request&>) {
    return handler(request);
  } else {
    static_assert(std::is_same_v<Request, NoArguments>, "a handler takes the endpoint's request type");
    return handler();
  }
}

}  // namespace detail

/// Callable from any thread; handlers run on several threads at once and do their own locking.
class DATABRICKS_API ApiServer {
 public:
  /// Knows the endpoints of these packages: without a handler they answer 501.
  explicit ApiServer(std::span<const PackageTable* const> packages = {}, ServerOptions options = {});
  explicit ApiServer(ServerOptions options) : ApiServer(std::span<const PackageTable* const>{}, std::move(options)) {}
  /// Stops.
  ~ApiServer();
  ApiServer(const ApiServer&) = delete;
  ApiServer& operator=(const ApiServer&) = delete;

  /// Makes the endpoints of one more service known.
  void know(const ServiceTable& service);

  /// Sets the handler of an endpoint: `on<&Widgets::get>(...)`. Replaces the one before; also while serving. `access`
  /// says who may call it; unset: who may call the server.
  template <auto Endpoint, class Handler>
  ApiServer& on(Handler handler, AccessCheck access = {}) {
    using Declared = decltype(detail::member_type(Endpoint));
    using Response = typename Declared::response_type;
    detail::RawHandler answer = [handler = std::move(handler)](const HttpRequest& http,
                                                               const detail::Arguments& arguments) -> StreamedResponse {
      typename Declared::request_type request{};
      detail::decode_request(Declared::table, http, arguments, &request);
      const auto context = detail::context_of(http, arguments);
      using Answer = std::remove_cvref_t<decltype(detail::invoke_handler(handler, request, context))>;
      if constexpr (std::is_same_v<Answer, HttpResponse> || std::is_same_v<Answer, StreamedResponse>) {
        return detail::invoke_handler(handler, request, context);
      } else if constexpr (std::is_void_v<Response>) {
        detail::invoke_handler(handler, request, context);
        return detail::encode_response(Declared::table, nullptr);
      } else {
        const Response response = detail::invoke_handler(handler, request, context);
        return detail::encode_response(Declared::table, &response);
      }
    };
    set_handler(Declared::table, std::move(answer), std::move(access));
    return *this;
  }

  /// Listens and serves on threads of its own. Throws Error when the port can't be had.
  void start();
  /// Lets calls in flight finish, cuts answers that are sent piece by piece, and closes every connection. Nothing
  /// happens when it is not running.
  void stop();
  bool running() const;
  /// 0 until started.
  std::uint16_t port() const;
  /// `http://127.0.0.1:port`
  std::string origin() const;

  /// One exchange without a network: what start() serves. Never throws a databricks::Error. Waits for all pieces of an
  /// answer; HttpResponse::body_problem says why they are not all.
  HttpResponse answer(const HttpRequest& request) const;

 private:
  struct State;
  void set_handler(const EndpointTable& endpoint, detail::RawHandler answer, AccessCheck access);

  std::unique_ptr<State> state_;
};

}  // namespace databricks::testing
