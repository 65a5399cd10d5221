// What the engine knows of an operation: one constant table per endpoint, made at compile time from the
// endpoint's type (<databricks/endpoint.hpp>).
#pragma once

#include <databricks/type.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace databricks {

struct EndpointTable;

/// Which body a request has.
enum class BodyRule : std::uint8_t {
  automatic,  // POST, PUT, PATCH: JSON of what goes neither into path nor query; others: none
  none,
  empty_object,  // `{}`
  field,         // the value of one field: JSON, or the bytes of a Source
};

enum class PageStyle : std::uint8_t {
  single,        // one call; the items are in `results`
  token,         // `token_out` of the answer goes into `token_in` of the next request
  next_request,  // `token_out` of the answer is the whole next request
  offset,        // `offset` grows by the number of items received
  page_number,   // `offset` grows by `increment`
};

/// How a list is paged. Names are wire names; empty means there is none.
struct PageTable {
  PageStyle style = PageStyle::single;
  std::string_view results{};  // field with the items; empty: the answer itself is the list
  std::string_view token_in{};
  std::string_view token_out{};
  std::string_view offset{};
  std::int64_t start = 0;
  std::int64_t increment = 0;
  std::string_view limit{};         // field with the page size
  std::int64_t limit_default = -1;  // sent when the caller set none; -1: nothing is sent
  std::string_view unique{};        // items whose field of this name was seen before are skipped
};

/// Where an argument of a poll comes from.
struct Binding {
  std::string_view argument;  // field of the poll's request
  bool from_response;         // else from the request that started it
  std::string_view field;
};

/// How to ask about what an operation started.
struct PollTable {
  const EndpointTable* endpoint;
  std::span<const Binding> bindings;
};

/// How to wait for what an operation started. Field names of nested fields are joined with dots.
struct WaitTable {
  std::string_view name;
  PollTable poll;
  std::string_view state;
  std::string_view message;
  std::span<const std::string_view> success;
  std::span<const std::string_view> failure;
  int timeout_minutes;
};

/// How a long-running operation (AIP-151) is polled. Its answer has the fields done, error, response, metadata.
struct LongRunningTable {
  PollTable poll;
  TypeFunction result;          // null: none
  TypeFunction metadata;        // null: none
  const EndpointTable* cancel;  // takes the same arguments as the poll; null: there is no way
};

/// Where a data-plane call finds its address: a control-plane call, and a field of its answer.
struct DataPlaneTable {
  const EndpointTable* lookup;
  std::string_view field;
};

struct EndpointTable {
  std::string_view method;
  std::string_view path;            // `/api/2.0/{config.account_id}/x/{+name}`; see endpoint.hpp
  TypeFunction request = nullptr;   // null: no arguments
  TypeFunction response = nullptr;  // null: nothing to read
  BodyRule body = BodyRule::automatic;
  std::string_view body_field{};
  std::string_view content_type = "application/json";
  std::string_view accept{};                             // empty: no header
  std::span<const std::string_view> query{};             // in the query although the method has a body
  std::span<const std::string_view> also_in_body{};      // path fields that are sent in the body too
  std::span<const std::string_view> request_headers{};   // fields that are sent as headers
  std::span<const std::string_view> cookies{};           // fields that are sent as cookies
  std::span<const std::string_view> response_headers{};  // headers that become fields of the answer
  std::string_view idempotency_key{};                    // filled with a UUID when unset or empty
  std::string_view idempotency_token{};                  // the caller's; filled when CallOptions asks for it
  std::string_view item_id{};                            // of a list: the item's field with its id
  std::string_view item_name{};                          // ... and with its name
  const PageTable* pages = nullptr;
  bool paginated = false;  // pages is set; constant where g++'s sanitizers make pointer comparisons none
  const WaitTable* wait = nullptr;
  const LongRunningTable* long_running = nullptr;
  const DataPlaneTable* data_plane = nullptr;
  bool idempotent = false;       // may be repeated although its method says otherwise
  bool single_argument = false;  // the only request field is good as a positional argument
  bool deprecated = false;
};

/// A method of a service.
struct MethodTable {
  std::string_view name;  // as in the documentation: `delete`
  const EndpointTable* endpoint;
};

/// A service and how the client reaches it.
struct ServiceTable {
  std::string_view client;    // `workspace` or `account`
  std::string_view accessor;  // `settings.default_namespace`
  std::span<const MethodTable> methods;
};

/// A package: its services, and all its types.
struct PackageTable {
  std::string_view name;
  std::span<const ServiceTable> services;
  std::span<const TypeFunction> types;
};

}  // namespace databricks
