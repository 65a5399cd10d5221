#include "observe/user_agent.hpp"

#include "observe/agent_text.hpp"
#include "observe/plain_text.hpp"
#include "observe/surroundings.hpp"

#include <databricks/error.hpp>
#include <databricks/user_agent.hpp>
#include <databricks/version.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>

namespace databricks {

namespace {

using Extras = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view operating_system() {
#if defined(_WIN32)
  return "windows";
#elif defined(__APPLE__)
  return "darwin";
#else
  return "linux";
#endif
}

// Never destroyed: calls may go on while the process ends.
struct Process {
  std::mutex mutex{};
  std::string product = "unknown/0.0.0";
  Extras extras{};
};

Process& process() {
  static Process& state = *new Process;
  return state;
}

// Goes up with every change of the above, so that clients know when to look again.
constinit std::atomic<std::uint64_t> revision{1};

[[noreturn]] void refuse(std::string_view what, std::string_view value) {
  throw InvalidArgument("Invalid " + std::string(what) + ": " + detail::printable(value));
}

std::string checked_product(std::string_view name, std::string_view number) {
  if (!detail::is_agent_name(name)) refuse("alphanumeric value", name);
  if (!detail::is_semver(number)) refuse("semantic version", number);
  return std::string(name).append("/").append(number);
}

// Every SemVer is a name, too: one check does for both.
void add_checked(Extras& extras, std::string_view key, std::string_view value) {
  if (!detail::is_agent_name(key)) refuse("alphanumeric value", key);
  if (!detail::is_agent_name(value)) refuse("value", value);
  const std::pair<std::string, std::string> extra(key, value);
  if (std::find(extras.begin(), extras.end(), extra) == extras.end()) extras.push_back(extra);
}

void add_segment(std::string& text, std::string_view key, std::string_view value) {
  if (!value.empty()) text.append(" ").append(key).append("/").append(detail::agent_name(value));
}

detail::Environment environment_of(const Config& config) {
  if (config.environment) return config.environment;
  return [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

}  // namespace

void set_product(std::string_view name, std::string_view number) {
  std::string product = checked_product(name, number);
  const std::lock_guard lock(process().mutex);
  if (process().product == product) return;
  process().product = std::move(product);
  ++revision;
}

void add_user_agent(std::string_view key, std::string_view value) {
  const std::lock_guard lock(process().mutex);
  const std::size_t before = process().extras.size();
  add_checked(process().extras, key, value);
  if (process().extras.size() != before) ++revision;
}

void add_partner(std::string_view name) { add_user_agent("partner", name); }

namespace detail {

UserAgent::UserAgent(const Config& config) {
  if (!config.product.empty() || !config.product_version.empty()) {
    product_ = checked_product(config.product, config.product_version.empty() ? "0.0.0" : config.product_version);
  }
  for (const auto& [key, value] : config.user_agent_extra) add_checked(extra_, key, value);
  const Environment environment = environment_of(config);
  const auto variable = [&](std::string_view name) { return environment(name).value_or(""); };
  const std::string upstream = variable("DATABRICKS_SDK_UPSTREAM");
  const std::string upstream_version = variable("DATABRICKS_SDK_UPSTREAM_VERSION");
  if (!upstream.empty() && !upstream_version.empty()) {
    add_segment(upstream_, "upstream", upstream);
    add_segment(upstream_, "upstream-version", upstream_version);
  }
  add_segment(surroundings_, "runtime", variable("DATABRICKS_RUNTIME_VERSION"));
  add_segment(surroundings_, "cicd", ci_provider(environment));
  add_segment(surroundings_, "agent", coding_agent(environment));
  add_segment(surroundings_, "meta-harness", meta_harness(environment));
}

void UserAgent::assemble(std::string_view auth_type) {
  Extras extras = extra_;
  std::string product = product_;
  {
    const std::lock_guard lock(process().mutex);
    revision_ = revision.load();
    if (product.empty()) product = process().product;
    for (const auto& [key, value] : process().extras) add_checked(extras, key, value);
  }
  auth_type_ = auth_type;
  beginning_ = std::move(product);
  beginning_.append(" databricks-sdk-cpp/").append(version).append(" cpp/20 os/").append(operating_system());
  add_segment(beginning_, "auth", auth_type);
  for (const auto& [key, value] : extras) add_segment(beginning_, key, value);
  beginning_ += upstream_;
}

std::string UserAgent::text(std::string_view auth_type, std::string_view segments) {
  const std::lock_guard lock(mutex_);
  if (revision_ != revision.load(std::memory_order_relaxed) || auth_type_ != auth_type) assemble(auth_type);
  std::string text;
  text.reserve(beginning_.size() + segments.size() + surroundings_.size() + 1);
  text = beginning_;
  if (!segments.empty()) {
    text += ' ';
    for (const char c : segments) text += c == ' ' || c == '/' || is_agent_name({&c, 1}) ? c : '-';
  }
  return text += surroundings_;
}

}  // namespace detail
}  // namespace databricks
