// A command line client for every operation in the tables: `dbx clusters list` and the like. A program with services
// of its own gets the same client:
//
//   #include <databricks/package.hpp>
//   int main(int argc, char** argv) {
//     return databricks::command_line(argc, argv, {databricks::service_table<Widgets>("workspace", "widgets")});
//   }
#pragma once

#include <databricks/config.hpp>
#include <databricks/endpoint_table.hpp>

#include <initializer_list>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace databricks {

/// What a command line reads from, writes to and starts with. Replace it to test.
struct CommandLineContext {
  std::string_view program;  // its name in usage and error texts
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Config config{};  // of the client; `--host` and `--profile` are set on top
};

/// Runs one command. The result is the exit code: 0 for success, 1 for an error, 2 for wrong usage. Never throws
/// databricks::Error; what went wrong is on `err`.
DATABRICKS_API int command_line(std::span<const std::string> arguments, std::span<const PackageTable* const> packages,
                                const CommandLineContext& context);

/// The same for a main function, with the standard streams. Ignores SIGPIPE for the whole process, so that a closed
/// pipe ends the program without a message.
DATABRICKS_API int command_line(int argc, char** argv, std::span<const PackageTable* const> packages);
/// The same for services that belong to no package.
DATABRICKS_API int command_line(int argc, char** argv, std::initializer_list<ServiceTable> services);

}  // namespace databricks
