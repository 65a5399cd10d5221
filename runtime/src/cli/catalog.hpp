// Finding services, methods and types in the packages.
#pragma once

#include <databricks/client.hpp>
#include <databricks/endpoint_table.hpp>

#include <span>
#include <string>
#include <string_view>

namespace databricks::detail::cli {

using Packages = std::span<const PackageTable* const>;

/// The name of a level in the tables.
std::string_view client_name(ClientLevel level);

/// All of them throw UsageError, with suggestions, when there is none of this name.
const ServiceTable& find_service(Packages packages, ClientLevel level, std::string_view accessor);
const MethodTable& find_method(const ServiceTable& service, std::string_view name);
TypeFunction find_type(Packages packages, std::string_view name);

/// `compute.CreateCluster`, `list<jobs.Run>`, `integer`, ...; `-` for none.
std::string type_name(TypeFunction function);
std::string type_name(const Type& type);

/// The path as the documentation prints it: `{name}` for every placeholder.
std::string plain_path(std::string_view path);

/// The field of a request that is the body of an upload, or null.
const Field* source_field(const EndpointTable& endpoint);
/// Whether the answer is a stream of bytes.
bool answers_bytes(const EndpointTable& endpoint);

}  // namespace databricks::detail::cli
