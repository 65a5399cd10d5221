// Runs of the command line tools that know a token, and how their failures are told: the command and what it wrote to
// its error output. Its output may hold a token and is never shown.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace databricks::detail {

struct ToolRun {
  std::string output{};   // may hold secrets
  std::string failure{};  // empty: it ended well
};

/// Throws NotUsable when the tool can't be started, takes longer than `limit`, or a stop is requested.
ToolRun run_tool(const std::string& program, const std::vector<std::string>& arguments, std::chrono::milliseconds limit,
                 const std::stop_token& stop);

/// `text` as the value of an option. Throws AuthError when it is empty, begins like an option or holds control
/// characters; `what` names it: `profile`.
std::string checked_argument(const std::string& text, std::string_view what);

}  // namespace databricks::detail
