#include "cli/endpoints.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

namespace databricks::detail::cli {

/// What `endpoints --json` prints of an operation.
struct EndpointEntry {
  std::string client{};
  std::string accessor{};
  std::string method{};
  std::string verb{};
  std::string path{};
  optional<std::string> request{null};
  optional<std::string> response{null};
  std::vector<std::string> flags{};
};
BOOST_DESCRIBE_STRUCT(EndpointEntry, (), (client, accessor, method, verb, path, request, response, flags))

std::vector<std::string> endpoint_flags(const EndpointTable& endpoint) {
  std::vector<std::string> flags;
  if (endpoint.pages != nullptr) flags.emplace_back("paginated");
  if (endpoint.wait != nullptr) flags.emplace_back("waits");
  if (endpoint.long_running != nullptr) flags.emplace_back("lro");
  if (source_field(endpoint) != nullptr) flags.emplace_back("stream-in");
  if (answers_bytes(endpoint)) flags.emplace_back("stream-out");
  return flags;
}

std::string endpoint_line(const ServiceTable& service, const MethodTable& method) {
  const EndpointTable& endpoint = *method.endpoint;
  std::string line;
  for (const auto column : {service.client, service.accessor, method.name, endpoint.method}) {
    line.append(column).append("\t");
  }
  line += plain_path(endpoint.path) + '\t' + type_name(endpoint.request) + '\t' + type_name(endpoint.response) + '\t';
  std::string_view before;
  for (const auto& flag : endpoint_flags(endpoint)) {
    line.append(before).append(flag);
    before = ",";
  }
  return line;
}

std::string endpoint_json(const ServiceTable& service, const MethodTable& method) {
  const EndpointTable& endpoint = *method.endpoint;
  EndpointEntry entry{.client = std::string(service.client),
                      .accessor = std::string(service.accessor),
                      .method = std::string(method.name),
                      .verb = std::string(endpoint.method),
                      .path = plain_path(endpoint.path),
                      .flags = endpoint_flags(endpoint)};
  if (endpoint.request != nullptr) entry.request = type_name(endpoint.request);
  if (endpoint.response != nullptr) entry.response = type_name(endpoint.response);
  return to_json(entry);
}

}  // namespace databricks::detail::cli
