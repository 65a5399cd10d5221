// A sign-in under way.
#include "auth/authorization_url.hpp"
#include "auth/callback_query.hpp"
#include "auth/callback_server.hpp"
#include "auth/endpoints.hpp"
#include "auth/oauth_grants.hpp"
#include "auth/session_state.hpp"
#include "auth/sign_in.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

namespace databricks {

// Named so that Describe finds it. Older SDKs keep state and verifier only.
namespace detail {
struct ConsentJson {
  optional<std::string> state{};
  optional<std::string> verifier{};
  optional<std::string> authorization_url{};
  optional<std::string> redirect_url{};
  optional<std::string> token_endpoint{};
  optional<std::string> client_id{};
};
BOOST_DESCRIBE_STRUCT(ConsentJson, (), (state, verifier, authorization_url, redirect_url, token_endpoint, client_id))
}  // namespace detail

namespace {

detail::ConsentJson read_consent(std::string_view json) {
  try {
    if (trim(json).starts_with('{')) return from_json<detail::ConsentJson>(json);
  } catch (const JsonError&) {
    // Its text could show a piece of the verifier.
  }
  throw AuthError("this is not the JSON object of a consent");
}

}  // namespace

Consent::Consent(OAuthClient client, std::string state, std::string verifier)
    : client_(std::move(client)),
      state_(std::move(state)),
      verifier_(std::move(verifier)),
      redirect_url_(client_.setup()->application.redirect_url),
      auth_url_(detail::authorization_url(*client_.setup(), state_, verifier_)) {}

std::string Consent::to_json() const {
  const auto& setup = *client_.setup();
  return databricks::to_json(detail::ConsentJson{.state = state_,
                                                 .verifier = verifier_,
                                                 .authorization_url = auth_url_,
                                                 .redirect_url = redirect_url_,
                                                 .token_endpoint = setup.endpoints.token_endpoint,
                                                 .client_id = setup.application.client_id});
}

// The code and the secret go to the client's endpoint, whatever the text says: it may have been out of our hands.
Consent Consent::from_json(const OAuthClient& client, std::string_view json) {
  const auto read = read_consent(json);
  if (read.state.value_or("").empty() || read.verifier.value_or("").empty()) {
    throw AuthError("the consent has no state or no verifier");
  }
  const auto& setup = *client.setup();
  if (read.client_id.value_or(setup.application.client_id) != setup.application.client_id ||
      read.token_endpoint.value_or(setup.endpoints.token_endpoint) != setup.endpoints.token_endpoint) {
    throw AuthError("the consent belongs to another application or OAuth server");
  }
  Consent consent(client, *read.state, *read.verifier);
  if (read.redirect_url.has_value()) consent.redirect_url_ = *read.redirect_url;
  if (read.authorization_url.has_value()) {
    detail::check_endpoint(*read.authorization_url, "the consent");  // a browser is going to be sent there
    consent.auth_url_ = *read.authorization_url;
  }
  return consent;
}

std::shared_ptr<SessionCredentials> Consent::exchange(std::string_view code, std::string_view state,
                                                      const std::stop_token& stop) const {
  return exchange_callback_parameters({{"code", std::string(code)}, {"state", std::string(state)}}, stop);
}

std::shared_ptr<SessionCredentials> Consent::exchange_callback_parameters(const CallbackParameters& parameters,
                                                                          const std::stop_token& stop) const {
  if (const auto problem = detail::callback_problem(parameters, state_); !problem.empty()) throw AuthError(problem);
  auto token = detail::redeem_code(*client_.setup(), {parameters.at("code"), verifier_, redirect_url_}, stop);
  return std::make_shared<SessionCredentials>(
      std::make_unique<detail::SessionState>(client_.setup(), std::move(token), true));
}

std::shared_ptr<SessionCredentials> Consent::launch_external_browser(const std::stop_token& stop) const {
  detail::CallbackServer server(detail::callback_address(redirect_url_));
  const auto parameters = detail::ask_browser(*client_.setup()->context, server, auth_url_, state_, stop);
  return exchange_callback_parameters(parameters, stop);
}

}  // namespace databricks
