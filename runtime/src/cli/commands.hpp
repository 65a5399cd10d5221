// The commands, one row each.
#pragma once

#include "cli/arguments.hpp"
#include "cli/catalog.hpp"

#include <databricks/command_line.hpp>

#include <span>
#include <string_view>

namespace databricks::detail::cli {

/// One run of the program.
struct Session {
  const CommandLineContext& context;
  Packages packages;
  GlobalFlags flags;
};

struct Command {
  std::string_view name;
  std::string_view arguments;
  std::string_view about;
  void (*run)(const Session& session, Arguments& arguments);  // throws UsageError, Error, OutputError
};

std::span<const Command> commands();

/// `ACCESSOR METHOD --field value`, for people.
void run_service(const Session& session, Arguments& arguments);

}  // namespace databricks::detail::cli
