#include "cli/commands.hpp"

#include "cli/call.hpp"
#include "cli/endpoints.hpp"
#include "cli/usage.hpp"

#include <databricks/json.hpp>

namespace databricks::detail::cli {

namespace {

void refuse_rest(Arguments& arguments) {
  if (!arguments.empty()) throw UsageError("unexpected argument `" + arguments.peek() + "`");
}

[[noreturn]] void refuse(const Flag& flag, const std::vector<std::string>& known) {
  throw UsageError(unknown("flag", "--" + std::string(flag.name), known));
}

template <class Print>
void for_each_operation(Packages packages, Print print) {
  for (const PackageTable* package : packages) {
    for (const ServiceTable& service : package->services) {
      for (const MethodTable& method : service.methods) print(service, method);
    }
  }
}

void run_endpoints(const Session& session, Arguments& arguments) {
  bool json = false;
  while (arguments.at_flag()) {
    const Flag flag = arguments.take_flag();
    if (flag.name != "json" || flag.value) refuse(flag, {"--json"});
    json = true;
  }
  refuse_rest(arguments);
  std::ostream& out = session.context.out;
  std::string_view before = "[\n";
  for_each_operation(session.packages, [&](const ServiceTable& service, const MethodTable& method) {
    write(out, json ? std::string(before) + endpoint_json(service, method) : endpoint_line(service, method) + '\n');
    before = ",\n";
  });
  if (json) write(out, before == "[\n" ? "[]\n" : "\n]\n");
  flush(out);
}

void run_call(const Session& session, Arguments& arguments) {
  const auto& service = find_service(session.packages, session.flags.level, arguments.take("the service"));
  const auto& endpoint = *find_method(service, arguments.take("the method")).endpoint;
  CallSettings settings;
  std::optional<std::string> request_json;
  while (!arguments.empty()) {
    if (!arguments.at_flag()) {
      if (arguments.empty()) break;
      if (request_json) refuse_rest(arguments);
      request_json = arguments.take();
      continue;
    }
    const Flag flag = arguments.take_flag();
    if (flag.name == "wait" && !flag.value) {
      settings.wait = true;
    } else if (flag.name == "in") {
      settings.in = arguments.value_of(flag);
    } else if (flag.name == "out") {
      settings.out = arguments.value_of(flag);
    } else {
      refuse(flag, {"--wait", "--in", "--out"});
    }
  }
  check(endpoint, settings);
  if (request_json == "-" && settings.in == "-") throw UsageError("stdin can't be both the request and the upload");
  Object request(endpoint.request);
  if (request_json) {
    read_json(request.type(), request.get(), argument_text(session.context, *request_json), {.strict = true});
  }
  const Client client(session.context.config, session.flags.level);
  call(session.context, *client.engine(), endpoint, request, settings);
}

// An enumeration is read as a field of it would be: a value that this version does not know is kept.
struct OpenEnumeration {
  open_enum_base value{};
  Type type;
  explicit OpenEnumeration(TypeFunction enumeration)
      : type{.kind = Kind::enumeration,
             .flag = true,
             .size = sizeof(open_enum_base),
             .presence = detail::presence_function<open_enum_base>,
             .reset = detail::reset_function<open_enum_base>,
             .element = enumeration} {}
};

void run_json(const Session& session, Arguments& arguments) {
  const TypeFunction function = find_type(session.packages, arguments.take("the type"));
  const std::string text = argument_text(session.context, arguments.take("the JSON"));
  refuse_rest(arguments);
  std::ostream& out = session.context.out;
  if (function().kind == Kind::enumeration) {
    OpenEnumeration enumeration(function);
    read_json(enumeration.type, &enumeration.value, text);
    write_result(out, Format::compact, enumeration.type, &enumeration.value);
  } else {
    Object object(function);
    read_json(object.type(), object.get(), text);
    write_result(out, Format::compact, object.type(), object.get());
  }
}

constexpr Command all_commands[] = {
    {"endpoints", "[--json]", "every operation, one line each", run_endpoints},
    {"call", "ACCESSOR METHOD [JSON|@FILE|-] [--wait] [--in FILE] [--out FILE]",
     "one operation, request and answer as JSON", run_call},
    {"json", "TYPE JSON|@FILE|-", "JSON as this version understands it, for example of compute.ClusterSpec", run_json},
};

}  // namespace

std::span<const Command> commands() { return all_commands; }

}  // namespace databricks::detail::cli
