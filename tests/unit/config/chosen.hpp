// What the chain of methods makes of a configuration, without a network.
#pragma once

#include "auth/chain.hpp"

#include <databricks/error.hpp>

#include <string>

namespace test {

class NoNetwork : public databricks::Transport {
 public:
  databricks::HttpResponse send(const databricks::HttpRequest& request, const databricks::HttpLimits&,
                                databricks::ByteSink*) override {
    throw databricks::TransportError(databricks::TransportFault::permanent, databricks::TransportPhase::connect,
                                     "no network here: " + request.origin);
  }
};

inline databricks::detail::AuthContextPtr context_of(const databricks::Config& resolved) {
  auto context = std::make_shared<databricks::detail::AuthContext>();
  const auto transport = std::make_shared<NoNetwork>();
  context->config = resolved;
  context->clock = std::make_shared<databricks::Clock>();
  context->wall = [] { return std::chrono::system_clock::now(); };
  context->http = std::make_shared<databricks::detail::AuthHttp>(transport, transport, context->clock);
  return context;
}

inline std::shared_ptr<databricks::Credentials> chosen(const databricks::Config& resolved) {
  return databricks::detail::choose_credentials(context_of(resolved), {});
}

/// The Authorization of the method that is chosen.
inline std::string authorization(const databricks::Config& resolved) {
  const auto headers = chosen(resolved)->headers({});
  const auto* value = headers.find("Authorization");
  return value ? *value : "";
}

}  // namespace test
