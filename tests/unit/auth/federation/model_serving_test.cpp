// model-serving: a token in a mounted file.
#include "auth/model_serving.hpp"

#include "stage.hpp"

using namespace test;
using databricks::detail::model_serving_from;

namespace {

std::string file_with(const std::string& token) {
  return R"({"OAUTH_TOKEN":[{"oauthTokenValue":")" + token + R"("},{"oauthTokenValue":"second"}],"X":1})";
}

struct ServingStage : Stage {
  ServingStage() : path(write("mounted", file_with("first"))) { environment["IS_IN_DB_MODEL_SERVING_ENV"] = "true"; }
  Attempted attempt() { return model_serving_from(path, context(), {}); }
  std::string reason() { return shown(attempt().skipped); }

  std::string path;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(serving)

BOOST_FIXTURE_TEST_CASE(t258_the_file_is_read_again_after_300_s, ServingStage) {
  const auto made = attempt().credentials;
  BOOST_REQUIRE(made);
  BOOST_TEST(made->auth_type() == "model-serving");
  BOOST_TEST(authorization(*made) == "Bearer first");
  write("mounted", file_with("changed"));
  clock->advance(299s);
  BOOST_TEST(authorization(*made) == "Bearer first");
  clock->advance(1s);
  BOOST_TEST(authorization(*made) == "Bearer changed");
  BOOST_TEST(requests().empty());
}

BOOST_FIXTURE_TEST_CASE(t258_only_exactly_true_counts, ServingStage) {
  using Flags = std::map<std::string, std::string>;
  const std::string first = "IS_IN_DB_MODEL_SERVING_ENV", second = "IS_IN_DATABRICKS_MODEL_SERVING_ENV";
  for (const auto& off : {Flags{}, Flags{{first, "True"}}, Flags{{first, "1"}}, Flags{{second, "TRUE"}},
                          Flags{{first, "false"}, {second, "true"}}}) {
    environment = off;
    BOOST_TEST(holds(reason(), "no model serving"));
  }
  for (const auto& on : {Flags{{second, "true"}}, Flags{{first, ""}, {second, "true"}}, Flags{{first, "true"}}}) {
    environment = on;
    BOOST_TEST(bool(attempt().credentials));
  }
}

BOOST_FIXTURE_TEST_CASE(a_file_without_a_token_is_skipped_or_an_error_when_named, ServingStage) {
  const std::string files[] = {"",
                               "planted-secret",
                               "{}",
                               "[]",
                               R"({"OAUTH_TOKEN":[]})",
                               R"({"OAUTH_TOKEN":[{}]})",
                               R"({"OAUTH_TOKEN":[{"oauthTokenValue":""}]})",
                               R"({"OAUTH_TOKEN":{"oauthTokenValue":"planted-secret"}})",
                               R"({"OAUTH_TOKEN":[{"oauthTokenValue":"planted-secret")"};
  for (const auto& text : files) {
    write("mounted", text);
    config.auth_type.clear();
    BOOST_TEST(holds(reason(), "Unable to read OAuth credentials from the file mounted"), text);
    config.auth_type = "model-serving";
    BOOST_TEST(holds(error_text([&] { attempt(); }), "Unable to read OAuth credentials"), text);
  }
  config.auth_type.clear();
  for (const auto& odd : {folder() + "/missing", folder()}) {
    path = odd;
    BOOST_TEST(holds(reason(), odd));
  }
  path = write("breaks", file_with("planted-secret\\r\\nX: y"));
  BOOST_TEST(holds(reason(), "control character"));
}

// The time of the pause is when the platform finishes what it writes.
BOOST_FIXTURE_TEST_CASE(a_half_written_file_is_read_once_more, ServingStage) {
  struct Finishing final : databricks::Clock {
    explicit Finishing(ServingStage& at) : stage(at) {}
    time_point now() const override { return stage.clock->now(); }
    bool sleep(duration span, const std::stop_token&) override {
      BOOST_TEST((span == 500ms));
      stage.write("mounted", file_with("whole"));
      return true;
    }
    ServingStage& stage;
  };
  write("mounted", "{\"OAUTH_TOKEN\":[");
  const auto used = context();
  used->clock = std::make_shared<Finishing>(*this);
  const auto attempted = model_serving_from(path, used, {});
  BOOST_REQUIRE(attempted.credentials);
  BOOST_TEST(authorization(*attempted.credentials) == "Bearer whole");
}

BOOST_FIXTURE_TEST_CASE(the_host_of_the_platform_stands_in, ServingStage) {
  struct Row {
    std::string configured, first, second, used;
  };
  const Row rows[] = {{"https://mine.example", "first.example", "second.example", "https://mine.example"},
                      {"", "https://first.example/", "second.example", "https://first.example"},
                      {"", "", "second.example", "https://second.example"}};
  for (const auto& row : rows) {
    config.host = row.configured;
    environment["DATABRICKS_MODEL_SERVING_HOST_URL"] = row.first;
    environment["DB_MODEL_SERVING_HOST_URL"] = row.second;
    const auto used = context();
    BOOST_TEST(bool(model_serving_from(path, used, {}).credentials));
    BOOST_TEST(used->config.host == row.used);
  }
  config.host.clear();
  environment["DATABRICKS_MODEL_SERVING_HOST_URL"] = "https://u:planted-secret@h";
  BOOST_TEST(holds(reason(), "user name"));
  environment.erase("DATABRICKS_MODEL_SERVING_HOST_URL");
  environment.erase("DB_MODEL_SERVING_HOST_URL");
  BOOST_TEST(holds(reason(), "host is required"));
}

BOOST_AUTO_TEST_SUITE_END()
