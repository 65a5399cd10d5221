// Application Default Credentials: rows 236 to 238, and where and how they are looked for.
#include "auth/google_default.hpp"
#include "auth/google_metadata.hpp"
#include "google.hpp"

using namespace test;
using databricks::detail::google_id;
using databricks::detail::has_google_metadata;

namespace {

// Whatever goes through the proxy is lost and counted.
class Proxied final : public databricks::Transport {
 public:
  explicit Proxied(std::string to) : real_(std::move(to)) {}
  databricks::HttpResponse send(const databricks::HttpRequest& request, const databricks::HttpLimits& limits,
                                databricks::ByteSink* sink) override {
    origins.push_back(request.origin);
    return real_.send(request, limits, sink);
  }
  std::vector<std::string> origins{};

 private:
  MappingTransport real_;
};

struct Machine : GoogleStage {
  Machine() { config.google_service_account = "sa@p.iam.gserviceaccount.com"; }
  std::string gcloud(const std::string& json, const std::string& in = "/.config/gcloud") {
    std::filesystem::create_directories(folder() + in);
    return write(in.substr(1) + "/application_default_credentials.json", json);
  }
  void metadata_answers_pings() {
    answer("/",
           {.body = "computeMetadata/\n", .content_type = "text/plain", .headers = {{"Metadata-Flavor", "Google"}}});
  }
  std::string source_of(const std::shared_ptr<databricks::Credentials>& made) {
    made->headers({});
    return requests(kIdToken).back().header("Authorization");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(defaults, Machine)

BOOST_AUTO_TEST_CASE(t236_a_named_file_that_is_not_there) {
  gcloud(user_json());
  environment["GOOGLE_APPLICATION_CREDENTIALS"] = folder() + "/nowhere.json";
  BOOST_TEST(error_of_method(google_id) ==
             "GOOGLE_APPLICATION_CREDENTIALS names " + folder() + "/nowhere.json, which does not exist");
  environment["GOOGLE_APPLICATION_CREDENTIALS"] = write("bad.json", "{");
  BOOST_TEST(holds(error_of_method(google_id), "bad.json is not the JSON of Google credentials"));
  environment["GOOGLE_APPLICATION_CREDENTIALS"] = folder();
  BOOST_TEST(holds(error_of_method(google_id), "it is no regular file"));
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_CASE(files_of_gcloud) {
  gcloud(user_json());
  BOOST_TEST(source_of(credentials(google_id)) == "Bearer access-of-refresh");
  gcloud(account_json(pem_of(the_key())), "/elsewhere");
  environment["CLOUDSDK_CONFIG"] = folder() + "/elsewhere";
  BOOST_TEST(source_of(credentials(google_id)) == "Bearer access-of-access");
  BOOST_TEST(jwt_part(form_of(asked_for("access").at(0))["assertion"], 1)["scope"] ==
             R"("https://www.googleapis.com/auth/cloud-platform")");
  const auto bad = gcloud("planted-secret", "/elsewhere");
  BOOST_TEST(holds(error_of_method(google_id), bad + " is not the JSON of Google credentials"));
}

BOOST_AUTO_TEST_CASE(t237_the_metadata_server) {
  metadata_answers_pings();
  const auto made = credentials(google_id);
  BOOST_TEST(source_of(made) == "Bearer of-the-machine");
  BOOST_REQUIRE(requests("/").size() == 1U);
  BOOST_TEST(requests("/")[0].header("X-Meant-For") == "http://169.254.169.254");
  BOOST_REQUIRE(requests(kMetadataToken).size() == 1U);
  const auto request = requests(kMetadataToken)[0];
  BOOST_TEST(request.method == "GET");
  BOOST_TEST(request.header("X-Meant-For") == "http://metadata.google.internal");
  BOOST_TEST(request.header("Metadata-Flavor") == "Google");
  BOOST_TEST(request.target ==
             std::string(kMetadataToken) + "?scopes=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform");
}

BOOST_AUTO_TEST_CASE(t237_the_metadata_server_is_never_proxied) {
  metadata_answers_pings();
  const auto proxied = std::make_shared<Proxied>(host());
  direct = std::make_shared<MappingTransport>(host());
  const auto attempted = google_id(context(proxied), {});
  BOOST_REQUIRE(attempted.credentials);
  attempted.credentials->headers({});
  const std::vector<std::string> expected(2, "https://iamcredentials.googleapis.com");
  BOOST_TEST(proxied->origins == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(t238_a_metadata_host_is_used_without_a_ping) {
  for (const auto* variable : {"GCE_METADATA_ROOT", "GCE_METADATA_HOST"}) {
    environment[variable] = std::string(variable).substr(0, 4) == "GCE_" ? "meta.example:8080" : "";
    BOOST_TEST(source_of(credentials(google_id)) == "Bearer of-the-machine");
    BOOST_TEST(requests("/").empty());
    BOOST_TEST(requests(kMetadataToken).back().header("X-Meant-For") == "http://meta.example:8080");
  }
  environment["GCE_METADATA_HOST"] = "user@evil/x";
  BOOST_TEST(holds(error_of_method(google_id), "GCE_METADATA_HOST must be a host name"));
}

BOOST_AUTO_TEST_CASE(t238_a_machine_without_account) {
  environment["GCE_METADATA_HOST"] = "meta.example";
  answer(kMetadataToken, Answer{.status = 404, .body = "no account\n", .content_type = "text/plain"});
  const auto made = credentials(google_id);
  BOOST_TEST(holds(error_text([&] { made->headers({}); }), "http://meta.example answered 404: no account"));
}

BOOST_AUTO_TEST_CASE(how_a_metadata_server_is_recognised) {
  const auto google = write("google", "Google Compute Engine\n"), other = write("other", "Standard PC\n");
  const auto has = [&](const std::string& product) { return has_google_metadata(*context(), {}, product); };
  BOOST_TEST(has(google));
  BOOST_TEST(!has(other));
  BOOST_TEST(!has(folder() + "/missing"));
  answer("/", Answer{.body = "some other cloud"});
  BOOST_TEST(!has(other));
  metadata_answers_pings();
  BOOST_TEST(has(other));
  const auto pings = requests("/").size();
  environment["NO_GCE_CHECK"] = "true";
  BOOST_TEST(!has(google));
  BOOST_TEST(requests("/").size() == pings);
  environment["NO_GCE_CHECK"] = "";
  environment["GCE_METADATA_IP"] = "127.0.0.1:1";
  BOOST_TEST(!has(other));
}

BOOST_AUTO_TEST_CASE(nothing_found_says_where_was_looked) {
  environment["NO_GCE_CHECK"] = "true";
  const auto text = error_of_method(google_id);
  BOOST_TEST(text.starts_with("default credentials not found"));
  BOOST_TEST(holds(text, folder() + "/.config/gcloud/application_default_credentials.json"), text);
  environment.erase("HOME");
  BOOST_TEST(holds(error_of_method(google_id), "there is no file of gcloud"));
}

BOOST_AUTO_TEST_CASE(files_that_can_not_be_used) {
  const std::string url = R"("service_account_impersonation_url":"https://i.example/a:generateAccessToken")";
  const std::pair<std::string, const char*> cases[] = {
      {R"({"type":"external_account","audience":"planted-secret"})",
       "unsupported credential type \"external_account\""},
      {R"({"type":"external_account_authorized_user"})", "\"external_account_authorized_user\"; use authorized_user"},
      {R"({"type":"gdch_service_account"})", "unsupported credential type \"gdch_service_account\""},
      {R"({"type":"planted-secret\n"})", "unsupported credential type; use"},
      {R"({"type":null})", "type is missing"},
      {"{}", "type is missing"},
      {R"({"type":"authorized_user"})", "client_id is missing"},
      {R"({"type":"authorized_user","client_id":"a","client_secret":"planted-secret"})", "refresh_token is missing"},
      {replaced(user_json(), "{", R"({"token_uri":"http://evil.example/token",)"), "token_uri must be an https URL"},
      {R"({"type":"impersonated_service_account"})", "service_account_impersonation_url is missing"},
      {R"({"type":"impersonated_service_account",)" + url + "}", "source_credentials is missing"},
      {R"({"type":"impersonated_service_account",)" + url + R"(,"source_credentials":"planted-secret"})",
       "source_credentials is not the JSON of Google credentials"},
      {R"({"type":"impersonated_service_account",)" + url +
           R"(,"source_credentials":{"type":"impersonated_service_account"}})",
       "unsupported credential type \"impersonated_service_account\"; use authorized_user or service_account"},
      {R"({"type":"impersonated_service_account","service_account_impersonation_url":"https://i.example/a"})",
       "must end in :generateAccessToken"},
      {R"({"type":"impersonated_service_account","service_account_impersonation_url":"http://i.example/:generateAccessToken"})",
       "must be an https URL"},
  };
  environment["GOOGLE_APPLICATION_CREDENTIALS"] = folder() + "/adc.json";
  for (const auto& [json, expected] : cases) {
    write("adc.json", json);
    const auto text = error_of_method(google_id);
    BOOST_TEST(holds(text, expected), text);
    BOOST_TEST(holds(text, folder() + "/adc.json"), text);
  }
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()
