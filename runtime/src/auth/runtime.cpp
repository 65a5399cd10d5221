// Inside Databricks compute, with what the platform that embeds this program has registered.
#include "auth/methods.hpp"
#include "auth/runtime_provider.hpp"

namespace databricks::detail {

namespace {

class RuntimeCredentials final : public Credentials {
 public:
  explicit RuntimeCredentials(std::shared_ptr<const RuntimeProvider> provider) : provider_(std::move(provider)) {}
  std::string_view auth_type() const override { return "runtime"; }
  Headers headers(const std::stop_token&) override { return provided_headers(*provider_); }

 private:
  std::shared_ptr<const RuntimeProvider> provider_;
};

}  // namespace

Attempted runtime(const AuthContextPtr& context, const std::stop_token&) {
  if (auto missing = no_runtime(*context); !missing.empty()) return {.skipped = std::move(missing)};
  const auto provider = context->config.runtime_provider;
  try {
    provided_headers(*provider);
  } catch (const AuthError& error) {
    if (!context->config.auth_type.empty()) throw;
    return {.skipped = error.what()};
  }
  take_identity(context->config, *provider);
  return {.credentials = std::make_shared<RuntimeCredentials>(provider)};
}

}  // namespace databricks::detail
