// What all calls of a client share. Everything in it is either constant or does its own locking.
#pragma once

#include "auth/context.hpp"

#include <databricks/client.hpp>

#include <memory>
#include <mutex>
#include <string>

namespace databricks {

class Engine : public std::enable_shared_from_this<Engine> {
 public:
  Engine(Config config, ClientLevel level);

  const Config& config() const { return config_; }
  ClientLevel level() const { return level_; }
  Transport& transport() { return *config_.transport; }
  Clock& clock() { return *config_.clock; }
  /// Chosen at the first call. Throws ConfigError.
  Credentials& credentials();
  const std::string& user_agent();

 private:
  Config config_;
  ClientLevel level_;
  std::mutex mutex_;
  std::shared_ptr<Credentials> credentials_;
  std::string user_agent_;
};

}  // namespace databricks
