// Reader and writer against Boost.JSON's document tree, on random documents.
#include "shapes.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <random>

namespace json = boost::json;

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t bound) { return random() % bound; }

std::string random_text(Random& random) {
  static const std::vector<std::string> pieces{"a",
                                               "Z",
                                               " ",
                                               "\"",
                                               "\\",
                                               "/",
                                               "\n",
                                               "\x01",
                                               "\xC3\xA9",
                                               "\xE2\x82\xAC",
                                               "\xF0\x9F\x98\x80",
                                               "longer than a word"};
  std::string text;
  for (std::size_t i = below(random, 8); i > 0; --i) text += pieces[below(random, pieces.size())];
  return text;
}

json::value random_value(Random& random, int depth) {
  switch (below(random, depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<std::int64_t>(random());
    case 3:
      return static_cast<double>(static_cast<std::int32_t>(random())) / 8 + 0.125;
    case 4:
    case 5:
      return json::string(random_text(random));
    case 6: {
      json::array array;
      for (std::size_t i = below(random, 5); i > 0; --i) array.push_back(random_value(random, depth - 1));
      return array;
    }
    default: {
      json::object object;
      for (std::size_t i = below(random, 5); i > 0; --i) {
        object[random_text(random)] = random_value(random, depth - 1);
      }
      return object;
    }
  }
}

json::value random_task(Random& random, int depth) {
  json::object task;
  const auto maybe = [&] { return random() % 2 == 0; };
  if (maybe()) task["state"] = random() % 3 == 0 ? random_text(random) : "RUNNING";
  if (maybe()) task["weight"] = static_cast<double>(static_cast<std::int32_t>(random())) / 16 + 0.0625;
  if (maybe()) task["timeout_seconds"] = static_cast<std::int64_t>(random());
  if (maybe()) task["description"] = random_text(random);
  if (maybe()) task["enabled"] = maybe();
  if (maybe()) {
    json::array parameters;
    for (std::size_t i = below(random, 4); i > 0; --i) parameters.push_back(json::string(random_text(random)));
    task["parameters"] = parameters;
  }
  if (depth > 0 && maybe()) task["fallback"] = random_task(random, depth - 1);
  task["task_key"] = random_text(random);
  return task;
}

// Whether two trees are the same. Boost.JSON 1.81 reads doubles to within a few units of the last digit only; that
// ours are exact is tested elsewhere.
bool same(const json::value& a, const json::value& b) {
  if (a.is_double() && b.is_number()) {
    const auto x = a.get_double();
    return std::abs(x - b.to_number<double>()) <= 1e-14 * std::abs(x);
  }
  if (a.is_array() && b.is_array()) {
    return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(), b.get_array().end(), same);
  }
  if (!a.is_object() || !b.is_object()) return a == b;
  return a.get_object().size() == b.get_object().size() &&
         std::all_of(a.get_object().begin(), a.get_object().end(), [&](const auto& member) {
           const auto* other = b.get_object().if_contains(member.key());
           return other != nullptr && same(member.value(), *other);
         });
}

json::value random_settings(Random& random) {
  json::object settings;
  json::array tasks;
  for (std::size_t i = below(random, 5); i > 0; --i) tasks.push_back(random_task(random, 3));
  json::object by_key;
  for (std::size_t i = below(random, 5); i > 0; --i) by_key[random_text(random)] = random_task(random, 2);
  json::object tags;
  for (std::size_t i = below(random, 5); i > 0; --i) tags[random_text(random)] = random_text(random);
  settings["tasks_by_key"] = by_key;
  settings["tags"] = tags;
  settings["extra"] = random_value(random, 4);
  settings["tasks"] = tasks;
  return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(oracle)

BOOST_AUTO_TEST_CASE(described_objects_hold_what_the_tree_holds) {
  Random random(20240229);
  for (int i = 0; i < 2'000; ++i) {
    const json::value tree = random_settings(random);
    const auto settings = databricks::from_json<shapes::Settings>(json::serialize(tree), {.strict = true});
    // Objects of a tree are the same whatever the order of their members.
    BOOST_TEST_REQUIRE(same(tree, json::parse(databricks::to_json(settings))), json::serialize(tree));
    BOOST_TEST_REQUIRE(same(tree, json::parse(databricks::to_json(settings, {.indent = 3}))));
  }
}

BOOST_AUTO_TEST_CASE(free_form_json_is_copied_as_the_tree_says) {
  Random random(1);
  for (int i = 0; i < 5'000; ++i) {
    const std::string text = json::serialize(random_value(random, 6));
    BOOST_TEST_REQUIRE(databricks::from_json<databricks::RawJson>(text).text == text);
  }
}

// Damaged text: both take it or both refuse it.
BOOST_AUTO_TEST_CASE(the_same_texts_are_valid) {
  Random random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = json::serialize(random_value(random, 3));
    const std::size_t at = below(random, text.size());
    if (random() % 2 == 0) {
      text[at] = "{}[],:\"0e-.x\xFF \\"[below(random, 15)];
    } else {
      text.erase(at, 1 + below(random, 3));
    }
    json::error_code error;
    json::parse(text, error);
    bool accepted = true;
    try {
      databricks::from_json<databricks::RawJson>(text, {.strict = true});
    } catch (const databricks::JsonError&) {
      accepted = false;
    }
    BOOST_TEST_REQUIRE(accepted == !error, text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
