// Waits that go on elsewhere, by their token.
#include "waiting.hpp"

using namespace databricks;
using namespace test;

BOOST_FIXTURE_TEST_SUITE(resumption, Waiting)

BOOST_AUTO_TEST_CASE(a_token_is_json_with_a_version_and_what_is_asked) {
  play({json(R"({"id":"a/b \"c\""})")});
  const auto token = widgets().create({"x"}).resume_token();
  BOOST_TEST(token == R"({"version":1,"poll":"GET /widgets/{id}","request":{"id":"a/b \"c\""}})");
  play({state("RUNNING")});
  widgets().create.resume(token).result();
  widgets().wait_running.resume(token).result();
  BOOST_TEST(requests[0].target == "/widgets/a%2Fb%20%22c%22");
  BOOST_TEST(requests[1].target == requests[0].target);
  BOOST_TEST(widgets().wait_running({"z"}).resume_token() ==
             R"({"version":1,"poll":"GET /widgets/{id}","request":{"id":"z"}})");
}

BOOST_AUTO_TEST_CASE(an_operation_goes_on_by_token_and_by_name) {
  play({json(R"({"name":"ops/1"})")});
  const auto token = widgets().make({"x"}).resume_token();
  for (const std::string& text : {token, std::string("ops/1")}) {
    play({json(R"({"done":true,"response":{"id":"made"}})")});
    const auto operation = widgets().make.resume(text);
    BOOST_TEST(operation.name() == "ops/1");
    BOOST_TEST(!operation.last().name.has_value());
    BOOST_TEST(!operation.metadata().has_value());
    BOOST_TEST(requests.empty());
    BOOST_TEST(*operation.result().id == "made");
    BOOST_TEST(requests[0].target == "/operations/ops/1");
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_token_is_refused_before_anything_is_sent) {
  const auto service = widgets();
  for (const std::string token :
       {"", "{", "[]", "null", "ops/1", "{}", R"({"version":1})", R"({"version":2,"poll":"GET /widgets/{id}"})",
        R"({"version":"x"})", R"({"version":1,"poll":"GET /operations/{+name}","request":{"name":"a"}})",
        R"({"version":1,"poll":"GET /widgets/{id}","request":{}})",
        R"({"version":1,"poll":"GET /widgets/{id}","request":{"id":""}})",
        R"({"version":1,"poll":"GET /widgets/{id}","request":{"id":{}}})",
        R"({"version":1,"poll":"GET /widgets/{id}","request":{"id":"a","more":1}})",
        R"({"version":1,"poll":"GET /widgets/{id}","request":"id"})", R"({"version":1,"poll":"GET /widgets/{id}"})"}) {
    BOOST_TEST_CONTEXT(token) { BOOST_CHECK_THROW(service.create.resume(token), InvalidArgument); }
  }
  BOOST_CHECK_THROW(service.make.resume(""), InvalidArgument);
  BOOST_CHECK_THROW(service.create.resume(std::string(3 << 20, '{')), InvalidArgument);
  const auto error = error_of<InvalidArgument>([&] {
    service.create.resume(R"({"version":1,"poll":"token=planted-secret )" + std::string(5000, '\n') + "\"}");
  });
  BOOST_TEST(std::string(error.what()).find("planted-secret") == std::string::npos);
  BOOST_TEST(std::string(error.what()).size() < 400u);
  BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_SUITE_END()
