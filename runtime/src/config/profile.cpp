#include "config/profile.hpp"

#include "config/origins.hpp"

#include <cerrno>
#include <cstdlib>
#include <databricks/error.hpp>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace databricks {

namespace {

constexpr const char* kDefaultFile = "~/.databrickscfg";
constexpr const char* kSettings = "__settings__";  // the CLI's own section
#if defined(_WIN32)
constexpr const char* kHome = "USERPROFILE";
#else
constexpr const char* kHome = "HOME";
#endif
constexpr std::size_t kMostBytes = std::size_t{16} << 20;  // `/dev/zero` must not fill the memory

// Empty when it needs a home directory and nobody knows one.
std::string file_path(const Config& config) {
  const auto path = config.config_file.empty() ? std::string(kDefaultFile) : config.config_file;
  if (path != "~" && !path.starts_with("~/")) return path;
  const auto home = environment_value(config, kHome);
  return home.empty() ? "" : home + path.substr(1);
}

[[noreturn]] void unreadable(const std::string& path, const std::string& advice) {
  throw ConfigError("resolve: cannot parse config file: can't read " + path + ", " + advice);
}

std::optional<std::string> read_file(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
  if (status.type() == std::filesystem::file_type::directory) unreadable(path, "it is a directory");
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) unreadable(path, "make it a file you may read");
  std::string text;
  for (char part[4096]; file.read(part, sizeof part), file.gcount() > 0;) {
    text.append(part, static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMostBytes) unreadable(path, "it is too long for a configuration");
  }
  if (file.bad()) unreadable(path, "reading it has failed");
  return text;
}

// What is missing may not be needed: a container may name a profile and still bring everything by its environment.
std::optional<Profile> without_file(const Config& config, ConfigOrigins& origins, const std::string& problem) {
  if (config.profile.empty() && config.config_file.empty()) return std::nullopt;
  origins.missing_file = problem;
  const auto wanted = config.profile.empty() ? std::string("the configuration") : "profile " + config.profile;
  add_once(origins.warnings, problem + ", so " + wanted + " is not read from it");
  return std::nullopt;
}

void choose_profile(const Config& config, const IniFile& file, Profile& profile) {
  profile.name = config.profile;
  const auto settings = file.sections.find(kSettings);
  if (profile.name.empty() && settings != file.sections.end()) {
    if (const auto name = settings->second.find("default_profile"); name != settings->second.end()) {
      profile.name = name->second;
    }
  }
  profile.requested = !profile.name.empty();
  if (!profile.requested) profile.name = "DEFAULT";
  if (profile.name == kSettings) {
    throw ConfigError("resolve: " + profile.path + ": __settings__ is a reserved section name, choose another profile");
  }
}

}  // namespace

std::string environment_value(const Config& config, std::string_view name) {
  if (config.environment) return config.environment(name).value_or("");
  const char* value = std::getenv(std::string(name).c_str());
  return value ? value : "";
}

std::optional<Profile> load_profile(const Config& config, ConfigOrigins& origins) {
  Profile profile{.path = file_path(config)};
  if (profile.path.empty()) {
    const std::string problem = std::string("cannot find homedir: ") + kHome + " is not set";
    if (config.config_file.empty()) return without_file(config, origins, problem);
    throw ConfigError("resolve: " + problem + ", so write the whole path in config_file or DATABRICKS_CONFIG_FILE");
  }
  const auto text = read_file(profile.path);
  if (!text) return without_file(config, origins, profile.path + " does not exist");
  auto file = parse_ini(*text, profile.path);
  for (auto& warning : file.warnings) add_once(origins.warnings, std::move(warning));
  choose_profile(config, file, profile);
  profile.values = file.sections[profile.name];
  if (!profile.values.empty()) return profile;
  if (!profile.requested) return std::nullopt;
  throw ConfigError("resolve: " + profile.path + " has no " + profile.name +
                    " profile configured: add it to the file, or ask for another profile");
}

}  // namespace databricks
