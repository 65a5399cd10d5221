#include "config/profile.hpp"

#include <cerrno>
#include <cstdlib>
#include <databricks/error.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace databricks {

namespace {

constexpr const char* kDefaultFile = "~/.databrickscfg";
constexpr const char* kSettings = "__settings__";  // the CLI's own section

// Empty when it needs a home directory and nobody knows one.
std::string file_path(const Config& config) {
  const auto path = config.config_file.empty() ? std::string(kDefaultFile) : config.config_file;
  if (path != "~" && !path.starts_with("~/")) return path;
#if defined(_WIN32)
  const auto home = environment_value(config, "USERPROFILE");
#else
  const auto home = environment_value(config, "HOME");
#endif
  return home.empty() ? "" : home + path.substr(1);
}

std::optional<std::string> read_file(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
  // A directory opens like a file and fails on the first read.
  std::ifstream file;
  if (status.type() != std::filesystem::file_type::directory) file.open(path, std::ios::binary);
  if (!file.is_open()) {
    throw ConfigError("can't read the configuration file " + path + ": make it a file you may read");
  }
  std::string text{std::istreambuf_iterator<char>(file), {}};
  return text;
}

// What is missing may not be needed: a container may name a profile and still bring everything by its environment.
bool stands_alone(const Config& config) { return !config.host.empty() && !config.token.empty(); }

std::optional<Profile> without_file(const Config& config, const std::string& path) {
  if (config.profile.empty() || stands_alone(config)) return std::nullopt;
  throw ConfigError("profile " + config.profile + " was asked for, but there is no file " + path +
                    ": create it, or set config_file or DATABRICKS_CONFIG_FILE");
}

void choose_profile(const Config& config, const IniFile& file, Profile& profile) {
  profile.name = config.profile;
  if (const auto settings = file.find(kSettings); profile.name.empty() && settings != file.end()) {
    if (const auto name = settings->second.find("default_profile"); name != settings->second.end()) {
      profile.name = name->second;
    }
  }
  profile.requested = !profile.name.empty();
  if (!profile.requested) profile.name = "DEFAULT";
  if (profile.name == kSettings) {
    throw ConfigError(profile.path + ": __settings__ is a reserved section name, choose another profile");
  }
}

}  // namespace

std::string environment_value(const Config& config, std::string_view name) {
  if (config.environment) return config.environment(name).value_or("");
  const char* value = std::getenv(std::string(name).c_str());
  return value ? value : "";
}

std::optional<Profile> load_profile(const Config& config) {
  Profile profile{.path = file_path(config)};
  if (profile.path.empty()) {
    if (config.profile.empty() && config.config_file.empty()) return std::nullopt;
    throw ConfigError(
        "can't find the home directory of the configuration file: set HOME, or write the whole path in "
        "config_file or DATABRICKS_CONFIG_FILE");
  }
  const auto text = read_file(profile.path);
  if (!text) return without_file(config, profile.path);
  auto file = parse_ini(*text, profile.path);
  choose_profile(config, file, profile);
  profile.values = file[profile.name];
  if (!profile.values.empty()) return profile;
  if (!profile.requested) return std::nullopt;
  throw ConfigError("resolve: " + profile.path + " has no " + profile.name +
                    " profile configured: add it to the file, or ask for another profile");
}

}  // namespace databricks
