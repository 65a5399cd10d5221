// A client of a RangeServer, and a directory for what it downloads.
#pragma once

#include "range_server.hpp"
#include "temporary_directory.hpp"
#include "virtual_clock.hpp"

#include <databricks/download.hpp>

namespace test {

inline databricks::Client client_of(const std::string& origin) {
  databricks::Config config;
  config.host = origin;
  config.token = "planted-secret";
  config.clock = std::make_shared<VirtualClock>();
  config.environment = [](std::string_view) { return std::nullopt; };
  return databricks::Client(config);
}

}  // namespace test
