// The cursor against Boost.JSON's parser: they take and refuse the same.
#include "rows/cursor.hpp"

#include <databricks/error.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

using databricks::JsonError;
using databricks::detail::JsonCursor;
namespace json = boost::json;

namespace {

json::value tree(JsonCursor& cursor) {
  std::string scratch;
  const char first = cursor.peek();
  if (first == '"') return json::value(std::string(cursor.string(scratch)));
  if (first == '[') {
    json::array array;
    cursor.expect('[');
    if (cursor.take(']')) return array;
    do array.push_back(tree(cursor));
    while (cursor.more(']'));
    return array;
  }
  if (first == '{') {
    json::object object;
    cursor.expect('{');
    if (cursor.take('}')) return object;
    do {
      const std::string key(cursor.string(scratch));
      cursor.expect(':');
      object[key] = tree(cursor);
    } while (cursor.more('}'));
    return object;
  }
  return json::parse(std::string(cursor.literal()));
}

bool is_taken(const std::string& text, json::value& value) {
  try {
    JsonCursor whole(text);
    whole.value(32);
    JsonCursor cursor(text);
    value = tree(cursor);
    return cursor.peek() == '\0' && whole.peek() == '\0' && whole.position() == cursor.position() &&
           cursor.position() == text.size();
  } catch (const JsonError&) {
    return false;
  }
}

const std::vector<std::string> kTexts{
    R"([["1",null,"a\"b\\\/\b\f\n\r\t\u00e9\ud83d\ude00"],[true,false,-1.5e3,0,1E+2,{"k":[{}],"":"x"}]])",
    R"({"result":{"data_array":[["a"]],"row_count":1}})",
    R"("0123456789abcdef\"0123456789abcdef")",
    "[]",
    "{}",
    "null",
    "12",
    R"([""," ","é","01234567","012345678"])"};

}  // namespace

BOOST_AUTO_TEST_CASE(good_texts_are_read_as_boost_json_reads_them) {
  for (const auto& text : kTexts) {
    BOOST_TEST_CONTEXT(text) {
      json::value value;
      BOOST_TEST(is_taken(text, value));
      BOOST_CHECK(value == json::parse(text));
    }
  }
}

BOOST_AUTO_TEST_CASE(damaged_texts_are_taken_and_refused_as_by_boost_json) {
  std::mt19937 random(7);
  const std::string marks = "\"\\[]{},:0123456789-+.eEtfn u\x01";
  int refused = 0;
  for (int i = 0; i < 40'000; ++i) {
    std::string text = kTexts[random() % kTexts.size()];
    for (auto n = random() % 3 + 1; n > 0; --n) {
      const auto at = random() % text.size();
      if (random() % 3 == 0) {
        text.erase(at, 1);
      } else {
        text[at] = marks[random() % marks.size()];
      }
      if (text.empty()) text = " ";
    }
    // Trailing blanks and lone surrogates are treated differently on purpose.
    if (text.back() == ' ' || text.find("\\ud") != text.npos || text.find("\\uD") != text.npos) continue;
    json::error_code error;
    const json::value expected = json::parse(text, error);
    if (error == json::error::illegal_leading_surrogate || error == json::error::illegal_trailing_surrogate) continue;
    if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) continue;
    json::value value;
    const bool taken = is_taken(text, value);
    BOOST_TEST_CONTEXT(text) {
      BOOST_REQUIRE_EQUAL(taken, !error);
      if (taken) BOOST_REQUIRE(value == expected);
    }
    refused += taken ? 0 : 1;
  }
  BOOST_TEST(refused > 1000);
}

BOOST_AUTO_TEST_CASE(depth_is_limited) {
  JsonCursor cursor("[[[1]]]");
  BOOST_CHECK_THROW(cursor.value(2), JsonError);
  BOOST_TEST(JsonCursor("[[[1]]]").value(3) == "[[[1]]]");
}
