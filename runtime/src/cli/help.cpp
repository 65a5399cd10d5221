#include "cli/help.hpp"

#include "cli/endpoints.hpp"
#include "cli/flags.hpp"
#include "cli/output.hpp"
#include "request/path.hpp"
#include "request/place.hpp"

#include <algorithm>
#include <cctype>
#include <ostream>

namespace databricks::detail::cli {

namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? "" : between).append(word);
  return text;
}

std::string place_text(const EndpointTable& endpoint, const Field& field) {
  const Placement place = place_of(endpoint, field.name);
  std::vector<std::string> places;
  if (place.path) places.emplace_back("path");
  if (place.query) places.emplace_back("query");
  if (place.body) places.emplace_back("body");
  if (place.header) places.emplace_back("header");
  if (place.cookie) places.emplace_back("cookie");
  return joined(places, ",");
}

std::string values_text(const Type& enumeration) {
  std::vector<std::string> names;
  for (const auto& value : (enumeration.flag ? enumeration.element() : enumeration).enumeration->declared) {
    names.emplace_back(value.name);
  }
  return joined(names, "|");
}

// The type, with what can be typed: the values of an enumeration, the fields of a struct.
std::string field_type_text(const Type& type) {
  const Type& inner = without_optional(type);
  switch (inner.kind) {
    case Kind::enumeration:
      return values_text(inner);
    case Kind::list:
      return "list of " + field_type_text(inner.element());
    case Kind::map:
      return "map of " + field_type_text(inner.element());
    case Kind::object:
      break;
    default:
      return type_name(inner);
  }
  std::vector<std::string> names;
  for (const Field& field : inner.object->fields) names.push_back(flag_name(field));
  return type_name(inner) + " {" + joined(names, ", ") + '}';
}

void print_fields(std::ostream& out, const EndpointTable& endpoint) {
  if (endpoint.request == nullptr) return;
  const Type& type = endpoint.request();
  std::vector<std::vector<std::string>> rows{{"flag", "", "goes into", "type"}};
  if (type.object == nullptr) rows.push_back({"--KEY", "", "body", field_type_text(type.element())});
  for (const Field& field : type.object ? type.object->fields : std::span<const Field>()) {
    if (&field == source_field(endpoint)) {
      rows.push_back({"--in", "required", "body", "file"});
    } else {
      const bool required = field.required || is_path_field(endpoint.path, field.name);
      rows.push_back({"--" + flag_name(field), required ? "required" : "", place_text(endpoint, field),
                      field_type_text(field.type())});
    }
  }
  if (rows.size() == 1) return;
  write(out, "\nFields:\n");
  write_table(out, rows, "  ");
}

void print_method_flags(std::ostream& out, const EndpointTable& endpoint) {
  std::vector<std::vector<std::string>> rows{{"flag", "meaning"}};
  rows.push_back({"--json JSON|@FILE|-", "the request to start from, before the other flags"});
  if (endpoint.wait) rows.push_back({"--wait", "until it is " + std::string(endpoint.wait->success.front())});
  if (endpoint.long_running) rows.push_back({"--wait", "until it is done, and print the result"});
  if (answers_bytes(endpoint)) rows.push_back({"--out FILE", "where the answer goes, instead of stdout"});
  rows.push_back({"--output json|table", "how the answer is printed"});
  write(out, "\nMore flags:\n");
  write_table(out, rows, "  ");
}

void print_services(const Session& session, ClientLevel level, std::string_view title) {
  std::vector<std::vector<std::string>> rows{{"service", "package", "operations"}};
  for (const PackageTable* package : session.packages) {
    for (const ServiceTable& service : package->services) {
      if (service.client != client_name(level)) continue;
      rows.push_back(
          {std::string(service.accessor), std::string(package->name), std::to_string(service.methods.size())});
    }
  }
  if (rows.size() == 1) return;
  std::sort(rows.begin() + 1, rows.end());
  write(session.context.out, title);
  write_table(session.context.out, rows, "  ");
}

std::string account_flag(const ServiceTable& service) {
  return service.client == client_name(ClientLevel::account) ? "--account " : "";
}

}  // namespace

std::vector<const Field*> positional_fields(const EndpointTable& endpoint) {
  std::vector<const Field*> fields;
  if (endpoint.request == nullptr || endpoint.request().object == nullptr) return fields;
  bool by_position = endpoint.single_argument;
  for (const Field& field : endpoint.request().object->fields) {
    const bool in_path = is_path_field(endpoint.path, field.name);
    by_position = by_position || in_path;
    const bool wanted = in_path || field.required || endpoint.single_argument;
    if (wanted && field.type().kind != Kind::source) fields.push_back(&field);
  }
  if (!by_position) fields.clear();
  return fields;
}

std::string placeholder(const Field& field) {
  std::string name = flag_name(field);
  for (char& c : name) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

std::string usage(const CommandLineContext& context) {
  const std::string program(context.program);
  std::string text = "Usage: " + program + " [--account] [--profile P] [--host H] COMMAND ...\n";
  for (const Command& command : commands()) {
    text += "       " + program + ' ' + std::string(command.name) + ' ' + std::string(command.arguments) + '\n';
  }
  return text + "       " + program + " ACCESSOR METHOD [--field value ...]\nMore with --help, at every level.\n";
}

void print_help(const Session& session) {
  std::ostream& out = session.context.out;
  write(out, usage(session.context));
  write(out, "\nCommands:\n");
  std::vector<std::vector<std::string>> rows{{"command", "meaning"}};
  for (const Command& command : commands()) rows.push_back({std::string(command.name), std::string(command.about)});
  rows.push_back({"ACCESSOR", "a service; see below"});
  write_table(out, rows, "  ");
  print_services(session, ClientLevel::workspace, "\nServices of the workspace:\n");
  print_services(session, ClientLevel::account, "\nServices of the account, with --account:\n");
  flush(out);
}

void print_service_help(const Session& session, const ServiceTable& service) {
  std::ostream& out = session.context.out;
  write(out, "Usage: " + std::string(session.context.program) + ' ' + account_flag(service) +
                 std::string(service.accessor) + " METHOD ...\n\n");
  std::vector<std::vector<std::string>> rows{{"method", "verb", "path", ""}};
  for (const MethodTable& method : service.methods) {
    const EndpointTable& endpoint = *method.endpoint;
    rows.push_back({std::string(method.name), std::string(endpoint.method), plain_path(endpoint.path),
                    joined(endpoint_flags(endpoint), ",")});
  }
  write_table(out, rows, "  ");
  flush(out);
}

void print_method_help(const Session& session, const ServiceTable& service, const MethodTable& method) {
  std::ostream& out = session.context.out;
  const EndpointTable& endpoint = *method.endpoint;
  std::string line = "Usage: " + std::string(session.context.program) + ' ' + account_flag(service) +
                     std::string(service.accessor) + ' ' + std::string(method.name);
  for (const Field* field : positional_fields(endpoint)) line += ' ' + placeholder(*field);
  write(out, line + " [--field value ...]\n" + std::string(endpoint.method) + ' ' + plain_path(endpoint.path) +
                 (endpoint.deprecated ? " (deprecated)" : "") + "\nAnswer: " + type_name(endpoint.response) + '\n');
  print_fields(out, endpoint);
  print_method_flags(out, endpoint);
  flush(out);
}

}  // namespace databricks::detail::cli
