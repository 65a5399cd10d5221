// Tokens of issuers that only the program knows, in exchange for Databricks' own.
#include "auth/bearer.hpp"
#include "auth/host_metadata.hpp"
#include "auth/oauth_setup.hpp"
#include "auth/oidc_exchange.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <mutex>

namespace databricks {

BOOST_DESCRIBE_STRUCT(AuthorizationDetail, (), (type, object_type, object_path, actions))

namespace {

// What an exchange needs besides its subject; the host is asked about itself at the first one.
class Exchange {
 public:
  Exchange(SubjectToken subject, detail::AuthContextPtr context)
      : subject_(std::move(subject)), context_(std::move(context)) {}

  OAuthToken operator()(const std::stop_token& stop) {
    {
      const std::lock_guard lock(mutex_);
      if (!std::exchange(completed_, true)) complete(stop);
    }
    return detail::exchange_token(*context_, subject_.get(stop), subject_.type, stop);
  }

 private:
  void complete(const std::stop_token& stop) {
    std::string problem;
    detail::complete_by_metadata(context_->config, *context_->http, stop, problem);
    if (!problem.empty()) context_->log(LogLevel::warning, problem);
  }

  SubjectToken subject_;
  detail::AuthContextPtr context_;
  std::mutex mutex_;
  bool completed_ = false;
};

}  // namespace

std::shared_ptr<Credentials> exchange_credentials(std::string name, SubjectToken subject, const Config& config) {
  if (!subject.get) throw InvalidArgument("an exchange needs a function that gets the subject token");
  function_credentials(name, [] { return std::nullopt; });  // for its check of the name
  auto context = detail::application_context(config);
  if (context->config.host.empty()) throw ConfigError(name + ": host is required");
  const auto exchange = std::make_shared<Exchange>(std::move(subject), context);
  auto source = context->token_source([exchange](const std::stop_token& stop) { return (*exchange)(stop); });
  return detail::bearer_credentials(name, std::move(source));
}

std::string authorization_details_json(const std::vector<AuthorizationDetail>& details) { return to_json(details); }

}  // namespace databricks
