// Until the parts of <databricks/oauth.hpp> are there.
#include <databricks/oauth.hpp>

namespace databricks {

namespace detail {
struct OAuthSetup {
  OidcEndpoints endpoints{};
};
class SessionState {};
}  // namespace detail

namespace {
[[noreturn]] void missing() { throw AuthError("the browser sign-in is not built yet"); }
}  // namespace

OidcEndpoints oidc_endpoints(const Config&, const std::stop_token&) { missing(); }
OidcEndpoints entra_endpoints(const Config&, const std::stop_token&) { missing(); }
std::string token_to_json(const OAuthToken&) { missing(); }
OAuthToken token_from_json(std::string_view) { missing(); }
CallbackParameters callback_parameters(std::string_view) { missing(); }
OAuthClient::OAuthClient(const OidcEndpoints&, OAuthApplication, const Config&) { missing(); }
OAuthClient OAuthClient::for_host(const Config&, OAuthApplication, const std::stop_token&) { missing(); }
Consent OAuthClient::initiate_consent() const { missing(); }
const OidcEndpoints& OAuthClient::endpoints() const { return setup_->endpoints; }
std::string Consent::to_json() const { missing(); }
Consent Consent::from_json(const OAuthClient&, std::string_view) { missing(); }
Consent::Consent(OAuthClient client, std::string, std::string) : client_(std::move(client)) {}
using Session = std::shared_ptr<SessionCredentials>;
Session Consent::exchange(std::string_view, std::string_view, const std::stop_token&) const { missing(); }
Session Consent::exchange_callback_parameters(const CallbackParameters&, const std::stop_token&) const { missing(); }
Session Consent::launch_external_browser(const std::stop_token&) const { missing(); }
SessionCredentials::SessionCredentials(const OAuthClient&, OAuthToken) { missing(); }
Session SessionCredentials::from_json(const OAuthClient&, std::string_view) { missing(); }
SessionCredentials::~SessionCredentials() = default;
std::string_view SessionCredentials::auth_type() const { return "oauth"; }
Headers SessionCredentials::headers(const std::stop_token&) { missing(); }
OAuthToken SessionCredentials::token(const std::stop_token&) { missing(); }
OAuthToken SessionCredentials::refresh(const std::stop_token&) { missing(); }
std::string SessionCredentials::to_json(const std::stop_token&) { missing(); }
void SessionCredentials::on_refresh(Function<void(const OAuthToken&)>) { missing(); }
std::shared_ptr<Credentials> exchange_credentials(std::string, SubjectToken, const Config&) { missing(); }
std::string authorization_details_json(const std::vector<AuthorizationDetail>&) { missing(); }

}  // namespace databricks
