// Command line tools that know a token: run without a shell, with limits.
#pragma once

#include <databricks/config.hpp>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace databricks::detail {

struct ProcessResult {
  int exit_code = 0;     // 128 + signal when it was killed
  std::string output{};  // at most 1 MiB; may hold secrets
  std::string errors{};  // at most 64 KiB
};

/// The path of an executable file: as it is when it holds a slash, else from PATH as the configuration reads it.
/// Nothing when there is none.
std::optional<std::string> find_program(const Config& config, std::string_view name);

/// Runs a program and waits for its end; its input is empty, its environment ours. Throws AuthError when it can't be
/// started, takes longer than `limit`, writes too much, or a stop is requested; the text never shows its output.
ProcessResult run_process(const std::string& program, const std::vector<std::string>& arguments,
                          std::chrono::milliseconds limit, const std::stop_token& stop);

}  // namespace databricks::detail
