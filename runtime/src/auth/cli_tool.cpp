#include "auth/cli_tool.hpp"

#include "auth/ambient.hpp"
#include "auth/subprocess.hpp"
#include "observe/redact.hpp"
#include "text/ascii.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::size_t kShownBytes = 1024;

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

// On one line, since it becomes a part of a sentence.
std::string shown_errors(const std::string& errors) {
  auto text = excerpt(trim(errors), "text/plain", kShownBytes);
  std::replace_if(text.begin(), text.end(), is_control, ' ');
  return text.empty() ? "it wrote no reason" : text;
}

// `az account show`, without the folder.
std::string shown_command(const std::string& program, const std::vector<std::string>& arguments) {
  std::string text = program.substr(program.rfind('/') + 1);
  for (const auto& argument : arguments) text += ' ' + argument;
  return text;
}

}  // namespace

ToolRun run_tool(const std::string& program, const std::vector<std::string>& arguments, std::chrono::milliseconds limit,
                 const std::stop_token& stop) {
  try {
    auto ended = run_process(program, arguments, limit, stop);
    if (ended.exit_code == 0) return {.output = std::move(ended.output)};
    return {.failure = '`' + shown_command(program, arguments) + "` failed with exit code " +
                       std::to_string(ended.exit_code) + ": " + shown_errors(ended.errors)};
  } catch (const AuthError& error) {
    throw NotUsable(error.what());
  }
}

std::string checked_argument(const std::string& text, std::string_view what) {
  if (text.empty() || text.front() == '-' || std::any_of(text.begin(), text.end(), is_control)) {
    throw AuthError(std::string(what) + " must not be empty, begin with - or hold control characters");
  }
  return text;
}

}  // namespace databricks::detail
