// One call: from a request object to the output.
#pragma once

#include "cli/object.hpp"
#include "cli/output.hpp"

#include <databricks/command_line.hpp>

#include <optional>
#include <string>

namespace databricks::detail::cli {

struct CallSettings {
  bool wait = false;                 // for the end of what the call started
  std::optional<std::string> in{};   // file of an upload, `-` for the standard input
  std::optional<std::string> out{};  // file of a download; unset: the standard output
  Format format = Format::compact;
};

/// Refuses settings that this operation has no use for, and a missing one. Throws UsageError.
void check(const EndpointTable& endpoint, const CallSettings& settings);

/// Makes the call and prints what it answers. Throws what a call throws, and OutputError.
void call(const CommandLineContext& context, Engine& engine, const EndpointTable& endpoint, Object& request,
          const CallSettings& settings);

/// The text of an argument: itself, the contents of `@FILE`, or the standard input for `-`.
std::string argument_text(const CommandLineContext& context, const std::string& argument);

}  // namespace databricks::detail::cli
