// The OAuth server of the local workspace: by hand, and by the client.
#include "workspace.hpp"

#include "raw_http.hpp"
#include "testing/local/base64.hpp"

#include <databricks/log.hpp>
#include <databricks/models/iam.hpp>
#include <databricks/reflect.hpp>

#include <mutex>

using namespace databricks;
using databricks::testing::LocalWorkspace;
using databricks::testing::LocalWorkspaceOptions;
using databricks::testing::local::base64;

// What a token endpoint may answer (RFC 6749 5.1 and 5.2).
struct TokenAnswer {
  std::string access_token{};
  std::string token_type{};
  int expires_in{};
  std::string scope{};
  std::string error{};
  std::string error_description{};
};
BOOST_DESCRIBE_STRUCT(TokenAnswer, (), (access_token, token_type, expires_in, scope, error, error_description))
struct AuthorizationServer {
  std::string issuer{};
  std::string token_endpoint{};
  std::vector<std::string> grant_types_supported{};
  std::vector<std::string> token_endpoint_auth_methods_supported{};
};
BOOST_DESCRIBE_STRUCT(AuthorizationServer, (),
                      (issuer, token_endpoint, grant_types_supported, token_endpoint_auth_methods_supported))

namespace {

constexpr const char* kFormType = "application/x-www-form-urlencoded";
const std::string kByClient = "grant_type=client_credentials";
const std::string kByAssertion = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
const std::string kDetails = "&authorization_details=%5B%7B%22type%22%3A%22t%22%2C%22actions%22%3A%5B%22a%22%5D%7D%5D";

struct Local {
  explicit Local(LocalWorkspaceOptions options = {.client_id = "Anna & Co", .client_secret = "planted-secret:100%+"})
      : workspace(std::move(options)) {}

  HttpResponse post(const std::string& form, const std::string& authorization = {}, const char* type = kFormType) {
    HttpRequest request{.method = "POST", .origin = workspace.host(), .target = "/oidc/v1/token", .body = form};
    if (*type != '\0') request.headers.set("Content-Type", type);
    if (!authorization.empty()) request.headers.set("Authorization", authorization);
    return transport->send(request, {}, nullptr);
  }
  HttpResponse get(const std::string& target, const std::string& token = {}) {
    HttpRequest request{.method = "GET", .origin = workspace.host(), .target = target};
    if (!token.empty()) request.headers.set("Authorization", "Bearer " + token);
    return transport->send(request, {}, nullptr);
  }
  std::string token_by(const std::string& form, const std::string& authorization = {}) {
    return from_json<TokenAnswer>(post(form, authorization).body).access_token;
  }
  // 200, or status and message.
  std::string who_am_i(const std::string& token) {
    const auto answer = get("/api/2.0/preview/scim/v2/Me", token);
    return answer.status == 200 ? "200" : std::to_string(answer.status) + ' ' + answer.body;
  }

  LocalWorkspace workspace;
  std::shared_ptr<Transport> transport = http_transport();
};

// As RFC 6749 2.3.1 wants it: both parts form-encoded, then joined, then base64.
const std::string kBasic = "Basic " + base64("Anna+%26+Co:planted-secret%3A100%25%2B");
const std::string kInForm = "&client_id=Anna+%26+Co&client_secret=planted-secret%3A100%25%2B";

std::string encoded(const std::string& token) {
  std::string text;
  for (const char c : token) text += c == '+' ? "%2B" : c == '/' ? "%2F" : c == '=' ? "%3D" : std::string(1, c);
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(oauth, Local)

BOOST_AUTO_TEST_CASE(the_server_says_what_it_can) {
  const auto answer = get("/oidc/.well-known/oauth-authorization-server");
  BOOST_TEST(answer.status == 200);
  const auto server = from_json<AuthorizationServer>(answer.body);
  BOOST_TEST(server.issuer == workspace.host() + "/oidc");
  BOOST_TEST(server.token_endpoint == workspace.host() + "/oidc/v1/token");
  BOOST_TEST(server.grant_types_supported.size() == 2U);
  BOOST_TEST(server.token_endpoint_auth_methods_supported.size() == 2U);
  BOOST_TEST(get("/.well-known/databricks-config").body.find(server.issuer) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_client_gets_tokens_by_header_and_by_form) {
  std::string last;
  for (const auto& answer : {post(kByClient, kBasic), post(kByClient + kInForm), post(kInForm + "&scope=&" + kByClient),
                             post(kByClient + "&client_id=Anna+%26+Co", kBasic),
                             post(kByClient, kBasic, "Application/X-WWW-Form-Urlencoded; charset=UTF-8")}) {
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(*answer.headers.find("Cache-Control") == "no-store");
    const auto token = from_json<TokenAnswer>(answer.body);
    BOOST_TEST(token.token_type == "Bearer");
    BOOST_TEST(token.expires_in == 3600);
    BOOST_TEST(token.scope == "all-apis");
    BOOST_TEST(token.access_token.size() >= 43U);
    BOOST_TEST(token.access_token != last);
    BOOST_TEST(who_am_i(token.access_token) == "200");
    last = token.access_token;
  }
  BOOST_TEST(from_json<TokenAnswer>(post(kByClient + "&scope=sql", kBasic).body).scope == "sql");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_request_is_said_as_the_rfc_wants) {
  const auto foreign = "&assertion=foreign";
  const auto good = "&assertion=" + encoded(token_by(kByClient, kBasic));
  const struct {
    std::string form;
    std::string authorization;
    const char* type;
    const char* error;
    const char* description;
  } rows[] = {
      {kByClient, "", kFormType, "invalid_client", "missing"},
      {kByClient + "&client_id=Anna+%26+Co", "", kFormType, "invalid_client", "missing"},
      {kByClient + "&client_id=&client_secret=", "", kFormType, "invalid_client", "missing"},
      {kByClient + "&client_id=Anna+%26+Co&client_secret=planted-secret", "", kFormType, "invalid_client", "wrong"},
      {kByClient, "Basic " + base64("Anna+%26+Co:planted-secret"), kFormType, "invalid_client", "wrong"},
      {kByClient, "Basic " + base64("Anna:planted-secret%3A100%25%2B"), kFormType, "invalid_client", "not known"},
      {kByClient, "Basic " + base64("nothing"), kFormType, "invalid_client", "client_id:client_secret"},
      {kByClient, "Basic {}", kFormType, "invalid_client", "base64"},
      {kByClient, "Basic", kFormType, "invalid_client", "Basic"},
      {kByClient, "Basic " + base64("%zz:x"), kFormType, "invalid_request", "percent-encoding"},
      {kByClient, "Bearer " + workspace.token(), kFormType, "invalid_client", "Basic"},
      {kByClient + kInForm, kBasic, kFormType, "invalid_request", "two ways"},
      {kByClient + "&client_id=Bert", kBasic, kFormType, "invalid_request", "two ways"},
      {kByClient + '&' + kByClient, kBasic, kFormType, "invalid_request", "more than once"},
      {"", kBasic, kFormType, "invalid_request", "grant_type is missing"},
      {"grant_type=", kBasic, kFormType, "invalid_request", "grant_type is missing"},
      {"grant_type=password", kBasic, kFormType, "unsupported_grant_type", "client_credentials"},
      {"grant_type=%FF%00", kBasic, kFormType, "unsupported_grant_type", "client_credentials"},
      {"grant_type=%", kBasic, kFormType, "invalid_request", "percent-encoding"},
      {R"({"grant_type":"client_credentials"})", kBasic, "application/json", "invalid_request", "content type"},
      {kByClient, kBasic, "", "invalid_request", "content type"},
      {std::string(100'000, '&') + std::string(100'000, '='), kBasic, kFormType, "invalid_request", "grant_type"},
      {kByAssertion + kDetails, "", kFormType, "invalid_request", "assertion is missing"},
      {kByAssertion + good, "", kFormType, "invalid_request", "authorization_details is missing"},
      {kByAssertion + good + "&authorization_details=x", "", kFormType, "invalid_authorization_details", "JSON"},
      {kByAssertion + good + "&authorization_details={}", "", kFormType, "invalid_authorization_details", "JSON"},
      {kByAssertion + good + "&authorization_details=[]", "", kFormType, "invalid_authorization_details", "JSON"},
      {kByAssertion + good + "&authorization_details=[{}]", "", kFormType, "invalid_authorization_details", "type"},
      {kByAssertion + good + "&authorization_details=[[[[", "", kFormType, "invalid_authorization_details", "JSON"},
      {kByAssertion + foreign + kDetails, "", kFormType, "invalid_grant", "not known"},
      {kByAssertion + "&assertion=" + workspace.token() + kDetails, "", kFormType, "invalid_grant", "not known"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.form.substr(0, 200) << " " << row.authorization.substr(0, 6)) {
      const auto answer = post(row.form, row.authorization, row.type);
      const bool unknown_client = std::string_view(row.error) == "invalid_client";
      BOOST_TEST(answer.status == (unknown_client ? 401 : 400));
      BOOST_TEST((answer.headers.find("WWW-Authenticate") != nullptr) == unknown_client);
      BOOST_TEST(*answer.headers.find("Cache-Control") == "no-store");
      BOOST_TEST((answer.body.find("planted-secret") == std::string::npos), "the secret is in the answer");
      const auto said = from_json<TokenAnswer>(answer.body);
      BOOST_TEST(said.error == row.error);
      BOOST_TEST(said.error_description.find(row.description) != std::string::npos, said.error_description);
      BOOST_TEST(said.access_token == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_workspace_without_a_client_gives_no_tokens) {
  Local closed({.client_id = "", .client_secret = ""});
  BOOST_TEST(closed.post(kByClient).status == 401);
  BOOST_TEST(closed.post(kByClient, "Basic " + base64(":")).status == 401);
}

BOOST_AUTO_TEST_CASE(tokens_are_let_in_beside_the_fixed_one_and_foreign_ones_are_not) {
  BOOST_TEST(who_am_i(workspace.token()) == "200");
  BOOST_TEST(who_am_i(token_by(kByClient, kBasic)) == "200");
  Local other;
  BOOST_TEST(who_am_i(other.token_by(kByClient, kBasic)).find("not known") != std::string::npos);
  BOOST_TEST(who_am_i("foreign").starts_with("401 "));
  BOOST_TEST(who_am_i("").find("missing") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_token_expires) {
  Local brief({.client_id = "c", .client_secret = "planted-secret", .token_lifetime = std::chrono::milliseconds(1)});
  const auto basic = "Basic " + base64("c:planted-secret");
  const auto token = brief.token_by(kByClient, basic);
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  BOOST_TEST(brief.who_am_i(token).find("has expired") != std::string::npos);
  const auto said = from_json<TokenAnswer>(brief.post(kByAssertion + kDetails + "&assertion=" + encoded(token)).body);
  BOOST_TEST(said.error == "invalid_grant");
  BOOST_TEST(said.error_description.find("has expired") != std::string::npos);
  BOOST_TEST(from_json<TokenAnswer>(brief.post(kByClient, basic).body).expires_in == 0);
}

BOOST_AUTO_TEST_CASE(a_token_for_a_data_plane_is_for_nothing_else) {
  const auto token = token_by(kByAssertion + kDetails + "&assertion=" + encoded(token_by(kByClient, kBasic)));
  BOOST_TEST_REQUIRE(!token.empty());
  BOOST_TEST(who_am_i(token).find("for a data plane only") != std::string::npos);
  const auto again = post(kByAssertion + kDetails + "&assertion=" + encoded(token));
  BOOST_TEST(from_json<TokenAnswer>(again.body).error == "invalid_grant");
}

BOOST_AUTO_TEST_CASE(a_client_signs_in_without_a_warning) {
  std::mutex mutex;
  std::string heard;
  auto config = workspace.oauth_config();
  config.logger = function_logger(
      [&](LogLevel, std::string_view text) {
        const std::lock_guard lock(mutex);
        heard += text;
      },
      LogLevel::warning);
  const WorkspaceClient w(config);
  BOOST_TEST(*w.current_user.me().user_name == "you@example.com");
  BOOST_TEST(w.token().access_token != workspace.token());
  BOOST_TEST(w.config().auth_type == "oauth-m2m");
  const std::lock_guard lock(mutex);
  BOOST_TEST(heard == "");
}

BOOST_AUTO_TEST_CASE(a_client_with_a_wrong_secret_is_told_so) {
  auto config = workspace.oauth_config();
  config.client_secret = "planted-secret-wrong";
  const WorkspaceClient w(config);
  try {
    w.current_user.me();
    BOOST_ERROR("no error");
  } catch (const AuthError& error) {
    const std::string text = error.what();
    BOOST_TEST(text.find("invalid_client") != std::string::npos);
    BOOST_TEST((text.find("planted-secret") == std::string::npos), "the secret is in the error");
  }
}

BOOST_AUTO_TEST_SUITE_END()
