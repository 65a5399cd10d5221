// A machine of its own for each test: an environment and a home directory that nothing outside can touch.
#pragma once

#include <cstdlib>
#include <databricks/config.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace test {

class Machine {
 public:
  explicit Machine(std::map<std::string, std::string> variables = {}) : environment(std::move(variables)) {
    std::string name = "/tmp/databricks-test-home-XXXXXX";
    home_ = mkdtemp(name.data());
    environment["HOME"] = home_;
  }
  ~Machine() { std::filesystem::remove_all(home_); }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  std::string write(const std::string& text, const std::string& name = ".databrickscfg") const {
    std::ofstream(home_ + '/' + name, std::ios::binary) << text;
    return home_ + '/' + name;
  }
  databricks::Config resolve(databricks::Config config = {}) const {
    config.environment = [variables = environment](std::string_view name) -> std::optional<std::string> {
      const auto found = variables.find(std::string(name));
      if (found == variables.end()) return std::nullopt;
      return found->second;
    };
    return databricks::resolve(std::move(config));
  }
  const std::string& home() const { return home_; }

  std::map<std::string, std::string> environment;

 private:
  std::string home_;
};

}  // namespace test
