// The wire text of scalars, as it goes into paths, queries and headers.
#include "json/text.hpp"
#include "json/writer.hpp"
#include "shapes.hpp"

using namespace shapes;

namespace {
template <class T>
std::string text_of(const T& value) {
  return databricks::detail::scalar_text(databricks::type_of<T>(), &value);
}
}  // namespace

BOOST_AUTO_TEST_SUITE(scalar_texts)

BOOST_AUTO_TEST_CASE(every_scalar_has_a_text) {
  BOOST_TEST(text_of(true) == "true");
  BOOST_TEST(text_of(false) == "false");
  BOOST_TEST(text_of(std::int64_t{-5}) == "-5");
  BOOST_TEST(text_of(std::uint8_t{200}) == "200");
  BOOST_TEST(text_of(0.1) == "0.1");
  BOOST_TEST(text_of(0.1f) == "0.1");
  BOOST_TEST(text_of(std::string("a b")) == "a b");
  BOOST_TEST(text_of(State::default_) == "default");
  BOOST_TEST(text_of(databricks::open_enum<State>::from_text("NEW")) == "NEW");
  BOOST_TEST(text_of(databricks::Timestamp(0, 0)) == "1970-01-01T00:00:00Z");
  BOOST_TEST(text_of(databricks::Duration(3, 500'000'000)) == "3.500s");
  BOOST_TEST(text_of(databricks::FieldMask{"a", "b.c"}) == "a,b.c");
  BOOST_TEST(text_of(databricks::RawJson("[1]")) == "[1]");
  BOOST_TEST(text_of(databricks::optional<int>(7)) == "7");
  BOOST_TEST(text_of(databricks::optional<int>()) == "");
  BOOST_TEST(text_of(databricks::open_enum<State>()) == "");
  BOOST_CHECK_THROW(text_of(Job{}), std::logic_error);
  BOOST_CHECK_THROW(text_of(std::vector<int>{}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(appended_text_is_quoted_and_escaped) {
  std::string out = "x=";
  databricks::detail::append_text(out, "a\"b");
  BOOST_TEST(out == "x=\"a\\\"b\"");
  BOOST_CHECK_THROW(databricks::detail::append_text(out, "\xFF"), databricks::JsonError);
}

BOOST_AUTO_TEST_SUITE_END()
