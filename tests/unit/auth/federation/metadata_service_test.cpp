// metadata-service: tokens from another program of this machine.
#include "auth/chain.hpp"

#include "stage.hpp"

using namespace test;
using databricks::detail::choose_credentials;
using databricks::detail::metadata_service;

namespace {

// What a proxy would get.
class Refusing final : public databricks::Transport {
 public:
  databricks::HttpResponse send(const databricks::HttpRequest&, const databricks::HttpLimits&,
                                databricks::ByteSink*) override {
    throw databricks::TransportError(databricks::TransportFault::permanent, databricks::TransportPhase::proxy,
                                     "sent by the transport with proxies");
  }
};

struct ServiceStage : Stage {
  ServiceStage() {
    config.host = "https://a.cloud.databricks.com";
    config.metadata_service_url = host() + "/planted-secret/token?x=1";
    give("1h", until(1h));
  }
  std::string until(std::chrono::seconds span) const {
    return std::to_string(
        std::chrono::duration_cast<std::chrono::seconds>((clock->wall() + span).time_since_epoch()).count());
  }
  void give(const std::string& token, const std::string& expires_on) {
    answer(kPath, Answer{.body = R"({"access_token":")" + token + R"(","token_type":"bearer","expires_on":)" +
                                 expires_on + '}'});
  }
  std::size_t asked() const { return requests(kPath).size(); }

  const std::string kPath = "/planted-secret/token";
};

}  // namespace

BOOST_AUTO_TEST_SUITE(metadata)

BOOST_FIXTURE_TEST_CASE(t223_on_the_wire, ServiceStage) {
  const auto made = choose_credentials(context(), {});
  BOOST_TEST(made->auth_type() == "metadata-service");
  BOOST_TEST(asked() == 1U);  // it had to show a token to be chosen
  BOOST_TEST(authorization(*made) == "Bearer 1h");
  const auto request = requests().at(0);
  BOOST_TEST(request.method == "GET");
  BOOST_TEST(request.target == "/planted-secret/token?x=1");
  BOOST_TEST(request.header("X-Databricks-Metadata-Version") == "1");
  BOOST_TEST(request.header("X-Databricks-Host") == "https://a.cloud.databricks.com");
  BOOST_TEST(!request.has_header("Authorization"));
}

BOOST_FIXTURE_TEST_CASE(t223_goes_around_proxies, ServiceStage) {
  direct = databricks::http_transport();
  const auto attempted = metadata_service(context(std::make_shared<Refusing>()), {});
  BOOST_REQUIRE(attempted.credentials);
  BOOST_TEST(authorization(*attempted.credentials) == "Bearer 1h");
}

BOOST_FIXTURE_TEST_CASE(t224_only_this_machine_is_asked, ServiceStage) {
  for (const std::string url :
       {"http://10.0.0.1/planted-secret", "http://localhost.evil.example/x", "http://127.0.0.1.evil.example/",
        "https://metadata.example", "http://[::2]:80/", "http://0.0.0.0:1/", "http://127.0.0.2/"}) {
    config.metadata_service_url = url;
    const auto text = error_text([&] { choose_credentials(context(), {}); });
    BOOST_TEST(holds(text, "only localhost URLs are allowed"), text);
  }
  for (const std::string url : {"planted-secret", "ftp://localhost/planted-secret", "http://", "http://localhost:no/",
                                "http://me:planted-secret@localhost/"}) {
    config.metadata_service_url = url;
    BOOST_TEST(holds(error_text([&] { choose_credentials(context(), {}); }), "metadata-service: "), url);
  }
  BOOST_TEST(requests().empty());
}

BOOST_FIXTURE_TEST_CASE(t224_the_names_of_this_machine, ServiceStage) {
  for (const std::string name : {"localhost", "LOCALHOST", "127.0.0.1", "[::1]"}) {
    config.metadata_service_url = "http://" + name + ":1" + kPath;
    // Through the mapping, since a server on ::1 is not to be had everywhere.
    if (name == "127.0.0.1") config.metadata_service_url = host() + kPath;
    BOOST_TEST(authorization(*credentials(metadata_service)) == "Bearer 1h");
  }
}

BOOST_FIXTURE_TEST_CASE(another_machine_is_asked_when_that_is_wanted, ServiceStage) {
  config.metadata_service_url = "http://tokens.example" + std::string(kPath);
  config.metadata_service_remote = false;
  BOOST_TEST(holds(error_text([&] { choose_credentials(context(), {}); }), "metadata_service_remote"));
  config.metadata_service_remote = true;
  BOOST_TEST(authorization(*credentials(metadata_service)) == "Bearer 1h");
}

BOOST_FIXTURE_TEST_CASE(t225_what_is_no_token_is_a_hard_error, ServiceStage) {
  struct Row {
    Answer answer;
    std::string_view error;
  };
  const auto token = [](const std::string& rest) {
    return Answer{.body = R"({"access_token":"planted-secret",)" + rest + '}'};
  };
  const Row rows[] = {
      {{.status = 418, .body = R"({"access_token":"planted-secret","token_type":"a","expires_on":1})"}, "418"},
      {{.status = 404, .body = "planted-secret"}, "token request: "},
      {{.status = 302, .headers = {{"Location", "http://127.0.0.1/planted-secret"}}}, "302"},
      {{.body = "{}"}, "Metadata Service returned empty token"},
      {{.body = R"({"access_token":" ","token_type":"b","expires_on":1})"}, "Metadata Service returned empty token"},
      {{}, "token parse: "},
      {{.body = "planted-secret"}, "token parse: "},
      {{.body = "[1]"}, "token parse: "},
      {token(R"("expires_on":1893456000)"), "Metadata Service returned empty token type"},
      {token(R"("token_type":"","expires_on":1893456000)"), "Metadata Service returned empty token type"},
      {token(R"("token_type":"Bearer")"), "Metadata Service returned invalid expiry"},
      {token(R"("token_type":"Bearer","expires_on":"")"), "Metadata Service returned invalid expiry"},
      {token(R"("token_type":"Bearer","expires_on":"soon")"), "Metadata Service returned invalid expiry"},
      {token(R"("token_type":"Bearer","expires_on":1e300)"), "Metadata Service returned invalid expiry"},
      {token(R"("token_type":"Bearer","expires_on":[1])"), "Metadata Service returned invalid expiry"},
      {token(R"("token_type":"a\r\nX: b","expires_on":1893456000)"), "control character"},
      {{.body = R"({"access_token":"planted-secret\r\nX: b","token_type":"b","expires_on":1})"}, "control character"},
  };
  for (const auto& row : rows) {
    answer(kPath, row.answer);
    const auto text = error_text([&] { choose_credentials(context(), {}); });
    BOOST_TEST(holds(text, row.error), text);
    BOOST_TEST(holds(text, "metadata-service"), text);
  }
}

BOOST_FIXTURE_TEST_CASE(t225_one_that_is_signing_in_is_asked_again, ServiceStage) {
  answer(kPath, [this](const Recorded&) {
    return asked() == 1
               ? Answer{.body = R"({"access_token":""})"}
               : Answer{.body = R"({"access_token":"t","token_type":"Bearer","expires_on":)" + until(1h) + '}'};
  });
  BOOST_TEST(authorization(*credentials(metadata_service)) == "Bearer t");
  BOOST_TEST(asked() == 2U);
}

BOOST_FIXTURE_TEST_CASE(t226_kept_until_it_expires, ServiceStage) {
  const auto made = credentials(metadata_service);
  clock->advance(45min);  // stale, and not renewed in the background
  BOOST_TEST(authorization(*made) == "Bearer 1h");
  BOOST_TEST(asked() == 1U);
  give("next", '"' + until(1h) + '"');
  clock->advance(14min + 30s);
  BOOST_TEST(authorization(*made) == "Bearer next");
  BOOST_TEST(authorization(*made) == "Bearer next");
  BOOST_TEST(asked() == 2U);
}

BOOST_FIXTURE_TEST_CASE(nobody_there_is_told_soon, ServiceStage) {
  config.metadata_service_url = "http://127.0.0.1:1/planted-secret";
  const auto before = clock->wall();
  const auto text = error_text([&] { choose_credentials(context(), {}); });
  BOOST_TEST(holds(text, "127.0.0.1:1"), text);
  BOOST_TEST((clock->wall() - before <= 10s));
}

BOOST_FIXTURE_TEST_CASE(unset_it_is_skipped, ServiceStage) {
  config.metadata_service_url.clear();
  BOOST_TEST(holds(skipped(metadata_service), "metadata_service_url is required"));
}

BOOST_AUTO_TEST_SUITE_END()
