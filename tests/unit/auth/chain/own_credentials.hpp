// Credentials as users write them. In a file of its own, since a class that calls endpoints need not know it.
#pragma once

#include <databricks/config.hpp>

#include <memory>
#include <string>
#include <vector>

namespace test {

struct Own {
  std::string name{};
  std::shared_ptr<databricks::Credentials> credentials{};
  std::string header{};  // X-Own; empty: none
};

/// A class, a function, and one that sends nothing.
std::vector<Own> own_credentials();

}  // namespace test
