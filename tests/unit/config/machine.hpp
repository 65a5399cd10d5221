// A machine of its own for each test: an environment and a home directory that nothing outside can touch.
#pragma once

#include <databricks/config.hpp>
#include <map>
#include <string>

#include "temporary_directory.hpp"

namespace test {

class Machine {
 public:
  explicit Machine(std::map<std::string, std::string> variables = {}) : environment(std::move(variables)) {
    environment["HOME"] = home();
  }

  std::string write(const std::string& text, const std::string& name = ".databrickscfg") const {
    return home_.write(name, text);
  }
  databricks::Config resolve(databricks::Config config = {}) const {
    config.environment = [variables = environment](std::string_view name) -> std::optional<std::string> {
      const auto found = variables.find(std::string(name));
      if (found == variables.end()) return std::nullopt;
      return found->second;
    };
    return databricks::resolve(std::move(config));
  }
  const std::string& home() const { return home_.folder(); }

  std::map<std::string, std::string> environment;

 private:
  TemporaryDirectory home_;
};

}  // namespace test
