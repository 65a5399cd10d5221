// Whoever is signed in to the Databricks CLI (`databricks auth login`). Its token store is never read: it may be the
// system's keyring.
#include "auth/ambient.hpp"
#include "auth/bearer.hpp"
#include "auth/cli_token.hpp"
#include "auth/cli_tool.hpp"
#include "auth/databricks_cli_version.hpp"
#include "auth/jwt.hpp"
#include "auth/methods.hpp"
#include "auth/subprocess.hpp"
#include "config/environments.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/log.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <filesystem>
#include <mutex>
#include <set>

namespace databricks::detail {

// Named so that Describe finds it.
struct ScopeClaim {
  optional<RawJson> scope{};
};
BOOST_DESCRIBE_STRUCT(ScopeClaim, (), (scope))

namespace {

constexpr std::string_view kAuthType = "databricks-cli";
constexpr CliVersion kKnowsProfile{0, 207, 1};
constexpr CliVersion kKnowsForceRefresh{0, 296, 0};
// The retired CLI of the same name is a Python script of some hundred bytes.
constexpr std::uintmax_t kLeastBytes = std::uintmax_t{1} << 20;

// The CLI, whose version is asked until it is known.
class Cli {
 public:
  explicit Cli(std::string program) : program_(std::move(program)) {}
  const std::string& program() const { return program_; }
  // Without the lock while the tool runs: a caller that gives up must not wait for another one's.
  std::optional<CliVersion> version(std::chrono::milliseconds limit, const std::stop_token& stop) {
    if (const auto known = kept()) return known;
    const auto version = ask_version(limit, stop);
    const std::lock_guard lock(mutex_);
    return version_ = version;
  }

 private:
  std::optional<CliVersion> kept() {
    const std::lock_guard lock(mutex_);
    return version_;
  }

  std::optional<CliVersion> ask_version(std::chrono::milliseconds limit, const std::stop_token& stop) const {
    try {
      return parse_cli_version(run_tool(program_, {"version", "--output", "json"}, limit, stop).output);
    } catch (const NotUsable&) {
      if (stop.stop_requested()) throw;
      return std::nullopt;  // then it is asked the way all versions understand
    }
  }

  std::string program_;
  std::mutex mutex_;
  std::optional<CliVersion> version_;
};

std::string find_cli(const Config& config) {
  const auto& path = config.databricks_cli_path;
  if (path.find('/') != path.npos) {
    if (auto program = find_program(config, path)) return *program;
    throw AuthError("databricks_cli_path: there is no executable file " + path);
  }
  bool legacy = false;
  const auto name = path.empty() ? std::string("databricks") : path;
  for (const auto& program : find_programs(config, name)) {
    std::error_code error;
    const auto size = std::filesystem::file_size(program, error);
    if (!error && size >= kLeastBytes) return program;
    legacy = true;
  }
  throw NotUsable(legacy ? "legacy databricks CLI detected: install version 0.205 or later"
                         : "databricks CLI not found: there is no " + name + " on PATH");
}

std::vector<std::string> token_arguments(const Config& config, const std::optional<CliVersion>& version) {
  std::vector<std::string> arguments{"auth", "token"};
  if (!config.profile.empty() && version && *version >= kKnowsProfile) {
    arguments.insert(arguments.end(), {"--profile", checked_argument(config.profile, "profile")});
  } else if (!config.host.empty()) {
    arguments.insert(arguments.end(), {"--host", checked_argument(config.host, "host")});
    if (is_account_host(config)) {
      if (config.account_id.empty()) throw NotUsable("account_id is missing");
      arguments.insert(arguments.end(), {"--account-id", checked_argument(config.account_id, "account_id")});
    }
  } else {
    throw NotUsable("cannot configure CLI token source: host is missing, and this databricks CLI knows no --profile");
  }
  // The CLI would hand out its kept token until that has nearly expired; when to ask is decided by our own source.
  if (version && *version >= kKnowsForceRefresh) arguments.emplace_back("--force-refresh");
  return arguments;
}

std::string advice(const Config& config) {
  return config.host.empty() ? "try `databricks auth login --profile " + config.profile + '`'
                             : "try `databricks auth login --host " + config.host + '`';
}

std::set<std::string> without_offline(std::set<std::string> scopes) {
  scopes.erase("offline_access");
  return scopes;
}

// `a b` or `["a", "b"]`; nothing when the token does not say.
std::optional<std::set<std::string>> granted_scopes(const std::string& token) {
  try {
    const auto claim = from_json<ScopeClaim>(jwt_claims(token).value_or("{}")).scope;
    if (!claim.has_value() || !(claim->text.starts_with('[') || claim->text.starts_with('"'))) return std::nullopt;
    std::set<std::string> scopes;
    if (claim->text.starts_with('[')) {
      for (auto& scope : from_json<std::vector<std::string>>(claim->text)) scopes.insert(std::move(scope));
      return scopes;
    }
    const auto text = from_json<std::string>(claim->text);
    for (std::string_view rest = trim(text); !rest.empty(); rest = trim(rest)) {
      const auto scope = rest.substr(0, rest.find(' '));
      scopes.emplace(scope);
      rest.remove_prefix(scope.size());
    }
    return scopes;
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

// The CLI gives the scopes that were asked for at its login, not those configured here.
void check_scopes(const Config& config, const OAuthToken& token) {
  if (config.scopes.empty()) return;
  const auto granted = granted_scopes(token.access_token);
  const std::set<std::string> wanted(config.scopes.begin(), config.scopes.end());
  if (!granted || without_offline(*granted) == without_offline(wanted)) return;
  const auto text = "the databricks CLI's token has other scopes than the configured ones: " + advice(config) +
                    " with --scopes, or leave scopes unset";
  if (config.auth_type != kAuthType && config.logger && config.logger->enabled(LogLevel::warning)) {
    config.logger->log(LogLevel::warning, "databricks-cli: " + text);
  }
  throw NotUsable(text);
}

OAuthToken ask(const AuthContext& context, Cli& cli, const std::stop_token& stop) {
  const auto version = cli.version(context.tools.version, stop);
  const auto run = run_tool(cli.program(), token_arguments(context.config, version), context.tools.token, stop);
  if (!run.failure.empty()) {
    throw NotUsable("cannot get access token: " + run.failure + "; " + advice(context.config));
  }
  auto token = parse_cli_token(run.output);
  check_scopes(context.config, token);
  return token;
}

}  // namespace

Attempted databricks_cli(const AuthContextPtr& context, const std::stop_token& stop) {
  const auto& config = context->config;
  if (config.host.empty() && config.profile.empty()) return {.skipped = "host is missing"};
  return ambient(*context, kAuthType, stop, [&] {
    const auto cli = std::make_shared<Cli>(find_cli(config));
    auto source =
        context->token_source([context, cli](const std::stop_token& stops) { return ask(*context, *cli, stops); });
    source->get(stop);
    return bearer_credentials(kAuthType, std::move(source));
  });
}

}  // namespace databricks::detail
