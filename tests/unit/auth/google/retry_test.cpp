// How patiently Google's servers are asked.
#include "google.hpp"

using namespace test;
using databricks::detail::google_credentials;

namespace {

struct Account : GoogleStage {
  Account() { config.google_credentials = account_json(pem_of(the_key())); }
  std::chrono::duration<double> time_of(auto&& call) {
    const auto start = clock->now();
    call();
    return clock->now() - start;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(retry, Account)

BOOST_AUTO_TEST_CASE(statuses_and_codes_that_pass) {
  struct Case {
    int status;
    const char* code;
    std::size_t attempts;
  };
  const Case cases[] = {
      {408, "x", 3},
      {429, "x", 3},
      {500, "x", 3},
      {502, "x", 3},
      {503, "x", 3},
      {504, "x", 3},
      {400, "x", 1},
      {401, "x", 1},
      {403, "x", 1},
      {404, "x", 1},
      {501, "x", 1},
      {302, "x", 1},
      {400, "server_error", 3},
      {400, "internal_failure", 3},
      {401, "temporarily_unavailable", 3},
      {400, "invalid_grant", 1},
  };
  for (const auto& [status, code, attempts] : cases) {
    answer(kToken, Answer{.status = status, .body = R"({"error":")" + std::string(code) + "\"}"});
    const auto before = requests(kToken).size();
    const auto made = credentials(google_credentials);
    const auto waited = time_of([&] { error_text([&] { made->token({}); }); });
    BOOST_TEST(requests(kToken).size() - before == attempts, status << ' ' << code);
    BOOST_TEST((attempts == 1 ? waited.count() < 0.9 : waited.count() >= 2.7 && waited.count() < 4));
  }
}

BOOST_AUTO_TEST_CASE(an_attempt_later_it_works) {
  std::atomic<int> count = 0;
  answer(kToken, [&](const Recorded& request) {
    return ++count < 3 ? Answer{.status = 503, .headers = {{"Retry-After", "7"}}} : token(request);
  });
  const auto made = credentials(google_credentials);
  const auto waited = time_of([&] { made->token({}); });
  BOOST_TEST(waited.count() >= 14.0);
  BOOST_TEST(count == 3);
}

BOOST_AUTO_TEST_CASE(a_server_that_wants_an_hour_is_not_waited_for) {
  answer(kToken, Answer{.status = 503, .headers = {{"Retry-After", "3600"}}});
  const auto made = credentials(google_credentials);
  BOOST_TEST(holds(error_text([&] { made->token({}); }), "answered 503"));
  BOOST_TEST(requests(kToken).size() == 1U);
}

BOOST_AUTO_TEST_CASE(nobody_answers) {
  config.google_credentials = account_json(pem_of(the_key()), "http://127.0.0.1:1/token");
  const auto made = credentials(google_credentials);
  const auto waited = time_of([&] { BOOST_TEST(holds(error_text([&] { made->token({}); }), "127.0.0.1:1")); });
  BOOST_TEST(waited.count() >= 2.7);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_pause) {
  std::stop_source stop;
  answer(kToken, [&](const Recorded&) {
    stop.request_stop();
    return Answer{.status = 503};
  });
  const auto made = credentials(google_credentials);
  BOOST_TEST(!error_text([&] { made->headers(stop.get_token()); }).empty());
  BOOST_TEST(requests(kToken).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
