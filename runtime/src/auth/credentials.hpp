// Who is calling. One file per method; the chain picks the first that fits the configuration.
#pragma once

#include <databricks/config.hpp>

#include <memory>
#include <string_view>

namespace databricks::detail {

/// Signs requests. Callable from any thread.
class Credentials {
 public:
  virtual ~Credentials() = default;
  /// `pat`: for the User-Agent and for messages.
  virtual std::string_view auth_type() const = 0;
  /// Adds the headers that prove who is calling; anew for every attempt.
  virtual void sign(HttpRequest& request) = 0;
};

/// Throws ConfigError, saying what was looked for, when nothing fits.
std::unique_ptr<Credentials> choose_credentials(const Config& config);

}  // namespace databricks::detail
