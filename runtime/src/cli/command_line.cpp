#include <databricks/command_line.hpp>

#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "cli/output.hpp"
#include "cli/usage.hpp"

#include <databricks/version.hpp>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <vector>

namespace databricks {

namespace cli = detail::cli;

namespace {

enum ExitCode { kSuccess = 0, kError = 1, kUsage = 2 };

// `endpoints` is a command and a service of the account; as a service it is followed by a method or --help.
const cli::Command* find_command(const cli::Session& session, std::span<const std::string> arguments) {
  const auto all = cli::commands();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& command) { return command.name == arguments.front(); });
  if (found == all.end()) return nullptr;
  const bool is_service = session.flags.level == ClientLevel::account && found->name == "endpoints" &&
                          arguments.size() > 1 && arguments[1] != "--json";
  return is_service ? nullptr : &*found;
}

void dispatch(const cli::Session& session, cli::Arguments& arguments) {
  const cli::Command* command = find_command(session, arguments.rest());
  if (command == nullptr) return cli::run_service(session, arguments);
  arguments.take();
  if (!arguments.empty() && (arguments.peek() == "--help" || arguments.peek() == "-h")) {
    return cli::print_help(session);
  }
  command->run(session, arguments);
}

void run(std::span<const std::string> all, std::span<const PackageTable* const> packages,
         const CommandLineContext& context) {
  cli::Arguments arguments(all);
  const cli::GlobalFlags flags = cli::take_global_flags(arguments);
  CommandLineContext configured = context;
  if (flags.profile) configured.config.profile = *flags.profile;
  if (flags.host) configured.config.host = *flags.host;
  const cli::Session session{configured, packages, flags};
  if (flags.version) {
    cli::write(context.out, std::string(context.program) + ' ' + std::string(version) + '\n');
    cli::flush(context.out);
  } else if (flags.help) {
    cli::print_help(session);
  } else if (arguments.empty()) {
    throw cli::UsageError("missing the command");
  } else {
    dispatch(session, arguments);
  }
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

int command_line(std::span<const std::string> arguments, std::span<const PackageTable* const> packages,
                 const CommandLineContext& context) {
  const auto complain = [&](std::string_view text) { context.err << context.program << ": " << text << std::endl; };
  try {
    run(arguments, packages, context);
    return kSuccess;
  } catch (const cli::UsageError& error) {
    complain(error.what());
    context.err << cli::usage(context) << std::flush;
    return kUsage;
  } catch (const cli::OutputError& error) {
    if (!error.closed) complain(error.what());
    return kError;
  } catch (const std::exception& error) {
    complain(error.what());
    return kError;
  }
}

int command_line(int argc, char** argv, std::span<const PackageTable* const> packages) {
#ifdef SIGPIPE
  std::signal(SIGPIPE, SIG_IGN);
#endif
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  const auto program = argc > 0 ? base_name(argv[0]) : "databricks";
  return command_line(arguments, packages, {.program = program, .in = std::cin, .out = std::cout, .err = std::cerr});
}

int command_line(int argc, char** argv, std::initializer_list<ServiceTable> services) {
  const PackageTable package{.name = "", .services = {services.begin(), services.end()}, .types = {}};
  const PackageTable* const packages[] = {&package};
  return command_line(argc, argv, packages);
}

}  // namespace databricks
