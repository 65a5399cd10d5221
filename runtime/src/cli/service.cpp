// `ACCESSOR METHOD --field value`: a request from flags and positional arguments.
#include "cli/call.hpp"
#include "cli/commands.hpp"
#include "cli/flags.hpp"
#include "cli/help.hpp"
#include "cli/usage.hpp"

#include "call/field_access.hpp"
#include "request/path.hpp"

#include <databricks/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace databricks::detail::cli {

namespace {

struct Typed {
  CallSettings settings{.format = Format::pretty};
  std::optional<std::string> json{};
  std::vector<std::pair<std::string, std::string>> flags{};
  std::vector<std::string> positional{};
  bool help = false;
};

Format format_of(const std::string& name) {
  if (name == "json") return Format::pretty;
  if (name == "table") return Format::table;
  throw UsageError("--output is json or table, not `" + name + "`");
}

// Flags that are no fields. False: it is not one of them.
bool take_own_flag(const Flag& flag, Arguments& arguments, Typed& typed) {
  if (flag.name == "help" && !flag.value) {
    typed.help = true;
  } else if (flag.name == "wait" && !flag.value) {
    typed.settings.wait = true;
  } else if (flag.name == "in") {
    typed.settings.in = arguments.value_of(flag);
  } else if (flag.name == "out") {
    typed.settings.out = arguments.value_of(flag);
  } else if (flag.name == "json") {
    typed.json = arguments.value_of(flag);
  } else if (flag.name == "output") {
    typed.settings.format = format_of(arguments.value_of(flag));
  } else {
    return false;
  }
  return true;
}

Typed read_arguments(const Type& request, Arguments& arguments) {
  Typed typed;
  while (!arguments.empty()) {
    if (!arguments.at_flag()) {
      if (!arguments.empty()) typed.positional.push_back(arguments.take());
      continue;
    }
    const Flag flag = arguments.take_flag();
    if (take_own_flag(flag, arguments, typed)) continue;
    const bool boolean = flag_type(request, flag.name).kind == Kind::boolean;
    typed.flags.emplace_back(flag.name, boolean ? arguments.boolean_of(flag) : arguments.value_of(flag));
  }
  return typed;
}

bool is_set(const Typed& typed, const Type& request, const Field& field) {
  return std::any_of(typed.flags.begin(), typed.flags.end(), [&](const auto& flag) {
    return flag_field(request, std::string_view(flag.first).substr(0, flag.first.find('.'))) == &field;
  });
}

void set_positional(const EndpointTable& endpoint, Object& request, const Typed& typed) {
  auto next = typed.positional.begin();
  for (const Field* field : positional_fields(endpoint)) {
    if (next == typed.positional.end()) return;
    if (!is_set(typed, request.type(), *field)) set_flag(request.type(), request.get(), field->name, *next++);
  }
  if (next != typed.positional.end()) throw UsageError("unexpected argument `" + *next + "`");
}

void check_path(const EndpointTable& endpoint, const Object& request) {
  if (request.type().object == nullptr) return;
  for (const Field& field : request.type().object->fields) {
    const bool missing =
        is_path_field(endpoint.path, field.name) && text_at(request.type(), request.get(), field.name).empty();
    if (missing) throw UsageError("missing " + placeholder(field));
  }
}

void fill(const CommandLineContext& context, const EndpointTable& endpoint, Object& request, const Typed& typed) {
  if (typed.json) {
    read_json(request.type(), request.get(), argument_text(context, *typed.json), {.strict = true});
  }
  for (const auto& [flag, value] : typed.flags) set_flag(request.type(), request.get(), flag, value);
  set_positional(endpoint, request, typed);
  check_path(endpoint, request);
}

}  // namespace

void run_service(const Session& session, Arguments& arguments) {
  const ServiceTable& service = find_service(session.packages, session.flags.level, arguments.take("the service"));
  if (arguments.at_flag()) {
    const Flag flag = arguments.take_flag();
    if (flag.name != "help") throw UsageError(unknown("flag", "--" + std::string(flag.name), {"--help"}));
    return print_service_help(session, service);
  }
  const MethodTable& method = find_method(service, arguments.take("the method"));
  Object request(method.endpoint->request);
  const Typed typed = read_arguments(request.type(), arguments);
  if (typed.help) return print_method_help(session, service, method);
  check(*method.endpoint, typed.settings);
  fill(session.context, *method.endpoint, request, typed);
  const Client client(session.context.config, session.flags.level);
  call(session.context, *client.engine(), *method.endpoint, request, typed.settings);
}

}  // namespace databricks::detail::cli
