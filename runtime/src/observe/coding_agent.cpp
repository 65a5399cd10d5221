#include "observe/agent_text.hpp"
#include "observe/surroundings.hpp"

namespace databricks::detail {

namespace {

struct Agent {
  std::string_view variable;
  std::string_view name;
};

constexpr Agent kAgents[] = {
    {"AMP_CURRENT_THREAD_ID", "amp"},
    {"ANTIGRAVITY_AGENT", "antigravity"},
    {"AUGMENT_AGENT", "augment"},
    {"CLAUDECODE", "claude-code"},
    {"CLINE_ACTIVE", "cline"},
    {"CODEX_CI", "codex"},
    {"COPILOT_CLI", "copilot-cli"},
    {"CURSOR_AGENT", "cursor"},
    {"GEMINI_CLI", "gemini-cli"},
    {"GOOSE_TERMINAL", "goose"},
    {"KIRO", "kiro"},
    {"OPENCLAW_SHELL", "openclaw"},
    {"OPENCODE", "opencode"},
    {"PI_CODING_AGENT", "pi"},
    {"VSCODE_AGENT", "vscode-agent"},
    {"WINDSURF_AGENT", "windsurf"},
};

// Agents that are not in the table name themselves in one of these.
constexpr std::string_view kGeneric[] = {"AGENT", "AI_AGENT"};
constexpr std::size_t kLongestName = 64;

}  // namespace

std::string coding_agent(const Environment& environment) {
  std::string found;
  for (const auto& agent : kAgents) {
    if (!environment(agent.variable)) continue;
    if (!found.empty()) return "multiple";
    found = agent.name;
  }
  if (!found.empty()) return found;
  for (const auto variable : kGeneric) {
    const auto value = environment(variable).value_or("");
    if (!value.empty()) return agent_name(value).substr(0, kLongestName);
  }
  return {};
}

std::string meta_harness(const Environment& environment) { return environment("OMNIGENT") ? "omnigent" : ""; }

}  // namespace databricks::detail
