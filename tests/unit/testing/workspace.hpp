// A local workspace in quick motion, and the SDK's own client.
#pragma once

#include <databricks/testing/local_workspace.hpp>
#include <databricks/workspace_client.hpp>

#include <chrono>
#include <thread>

#include <boost/test/unit_test.hpp>

inline constexpr std::chrono::milliseconds kStep{30};

struct Connected {
  databricks::testing::LocalWorkspace workspace{{.step = kStep}};
  databricks::WorkspaceClient w{workspace.config()};
};

/// The error code of what a call throws; empty when it throws nothing.
template <class Call>
std::string error_of(Call call) {
  try {
    call();
    return {};
  } catch (const databricks::DatabricksError& error) {
    return std::to_string(error.status_code()) + ' ' + error.error_code();
  }
}

/// Polls until `done` says so. False: it did not within 10 seconds.
template <class Done>
bool becomes_true(Done done) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}
