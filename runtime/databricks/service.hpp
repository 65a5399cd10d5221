// The base of services: what connects declared endpoints to a client.
#pragma once

#include <databricks/call.hpp>
#include <databricks/endpoint_table.hpp>

#include <memory>

namespace databricks {

class Client;
class Engine;  // what makes calls: configuration, credentials and connections, shared by all copies of a client

/// Derive from it and declare Endpoint members. Copies share the client's connections and keep them alive.
class DATABRICKS_API Service {
 public:
  Service(const Client& client);
  Engine& engine() const { return *engine_; }

 private:
  std::shared_ptr<Engine> engine_;
};

/// The value of a Result where the service answers nothing.
struct NoAnswer {};

namespace detail {

/// The engine's entry: one call from request object to response object (null where there is none).
DATABRICKS_API void call(Engine& engine, const EndpointTable& endpoint, const void* request, void* response,
                         const CallOptions& options);
DATABRICKS_API HttpRequest build(Engine& engine, const EndpointTable& endpoint, const void* request,
                                 const CallOptions& options);

/// Keeps an engine alive that a client or service has.
DATABRICKS_API std::shared_ptr<Engine> share(Engine& engine);

/// Fails to compile, naming the field, when the endpoint speaks of a field that Request does not have.
/// Defined in <databricks/check.hpp>.
template <class Request, const EndpointTable& Table>
consteval void check_fields();
/// The same for the answer of a list, which must have its items in the list, and for the items.
template <class Answer, class Item, const EndpointTable& Table>
consteval void check_answer();
template <class Item, const EndpointTable& Table>
consteval void check_items();
/// Fails to compile when what a trait says of Request, or of other endpoints, can't be. Defined there, too.
template <class Request, class Trait>
consteval void check_trait();

}  // namespace detail
}  // namespace databricks
