// Keys by which the service recognises a call that comes a second time.
#include "scripted.hpp"

#include <set>

using namespace test;

BOOST_FIXTURE_TEST_SUITE(idempotency, Scripted)

BOOST_AUTO_TEST_CASE(row_12_all_attempts_carry_the_same_generated_key) {
  play({answers(504), answers(504), answers(200)});
  things.create_keyed({.id = "a"});
  std::set<std::string> bodies;
  for (const auto& request : transport->requests) bodies.insert(request.body);
  BOOST_TEST(sent() == 3u);
  BOOST_REQUIRE_EQUAL(bodies.size(), 1u);
  const auto sent_thing = from_json<KeyedThing>(*bodies.begin());
  BOOST_TEST(sent_thing.request_id->size() == 36u);
  play({answers(200)});
  things.create_keyed({.id = "a"});
  BOOST_TEST(bodies.count(transport->requests.at(0).body) == 0u);
}

BOOST_AUTO_TEST_CASE(a_key_of_the_caller_is_kept) {
  play({answers(504), answers(200)});
  things.create_keyed({.request_id = "mine"});
  BOOST_TEST(sent() == 2u);
  BOOST_TEST(transport->requests.at(1).body == R"({"request_id":"mine"})");
}

BOOST_AUTO_TEST_CASE(a_token_is_generated_only_when_asked_for) {
  play({answers(504), answers(200)});
  BOOST_CHECK_THROW(things.run({.id = "a"}), DatabricksError);
  BOOST_TEST(transport->requests.at(0).body == R"({"id":"a"})");
  play({answers(504), answers(200)});
  things.run({.id = "a"}, {.fill_idempotency_token = true});
  BOOST_REQUIRE_EQUAL(sent(), 2u);
  BOOST_TEST(from_json<KeyedThing>(transport->requests.at(0).body).request_id->size() == 36u);
  BOOST_TEST(transport->requests.at(0).body == transport->requests.at(1).body);
}

BOOST_AUTO_TEST_CASE(a_token_of_the_caller_makes_a_call_repeatable) {
  play({answers(504), answers(200)});
  things.run({.request_id = "mine"});
  BOOST_TEST(sent() == 2u);
  play({answers(504), answers(200)});
  things.run({.request_id = "mine"}, {.fill_idempotency_token = true});
  BOOST_TEST(transport->requests.at(0).body == R"({"request_id":"mine"})");
}

BOOST_AUTO_TEST_SUITE_END()
