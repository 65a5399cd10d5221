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

/// All executable files of this name in the folders of PATH as the configuration reads it, in its order. Empty and
/// relative folders are left out: they would run what lies in the present one.
std::vector<std::string> find_programs(const Config& config, std::string_view name);
/// The path of an executable file: as it is when it holds a slash, else the first of find_programs(). Nothing when
/// there is none.
std::optional<std::string> find_program(const Config& config, std::string_view name);

/// Runs a program and waits for its end; its input is empty, its environment ours. Throws AuthError when it can't be
/// started, takes longer than `limit`, writes too much, or a stop is requested; the text never shows its output.
ProcessResult run_process(const std::string& program, const std::vector<std::string>& arguments,
                          std::chrono::milliseconds limit, const std::stop_token& stop);

}  // namespace databricks::detail
