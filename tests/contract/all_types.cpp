// Every struct and enum of the API: filled at random, written, read back; and what services may send that this
// version does not know.
#define BOOST_TEST_MODULE all_types
#include "random_fill.hpp"
#include "spec.hpp"

#include <databricks/api.hpp>
#include <databricks/json.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <memory>
#include <set>
#include <sstream>

namespace {

using namespace databricks;

struct Destroy {
  const Type* type;
  void operator()(void* object) const { type->destroy(object); }
};
using Object = std::unique_ptr<void, Destroy>;

Object create(const Type& type) { return Object(type.create(), Destroy{&type}); }

const test::Spec& spec() {
  static const test::Spec loaded(SPEC_FILE);
  return loaded;
}

template <class F>
void for_each_struct(F function) {
  for (const auto* package : api) {
    for (const auto type : package->types) {
      if (type().create == nullptr) continue;
      BOOST_TEST_CONTEXT(type().name) { function(type()); }
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(filled_at_random_written_and_read_back_is_equal) {
  test::Random random(7);
  std::size_t count = 0;
  for_each_struct([&](const Type& type) {
    for (int round = 0; round < 3; ++round) {
      const auto first = create(type), second = create(type);
      test::random_fill(type, first.get(), random);
      // At the top there is nothing that could be left out.
      if (presence_of(type, first.get()) == Presence::unset) type.reset(first.get(), Presence::set);
      std::string text, again;
      write_json(type, first.get(), text);
      read_json(type, second.get(), text, {.strict = true});
      write_json(type, second.get(), again);
      BOOST_TEST(text == again);
      BOOST_TEST(equal(type, first.get(), second.get()));
    }
    ++count;
  });
  BOOST_TEST(count > 2300u);
}

BOOST_AUTO_TEST_CASE(the_schemas_of_the_specification_are_all_there_with_all_their_fields) {
  std::map<std::string, const Type*, std::less<>> types;
  for (const auto* package : api) {
    for (const auto type : package->types) types[std::string(type().name)] = &type();
  }
  for (const auto& [name, schema] : spec().schemas()) {
    BOOST_TEST_CONTEXT(name) {
      const auto found = types.find(std::string_view(name));
      BOOST_REQUIRE(found != types.end());
      const Type& type = *found->second;
      if (const auto* values = schema.as_object().if_contains("enum")) {
        BOOST_REQUIRE(type.kind == Kind::enumeration);
        std::set<std::string> names;
        for (const auto& e : type.enumeration->declared) names.insert(std::string(e.name));
        for (const auto& value : values->as_array()) BOOST_TEST(names.count(std::string(value.as_string())) == 1u);
        BOOST_TEST(names.size() == values->as_array().size());
      } else if (const auto* properties = schema.as_object().if_contains("properties")) {
        for (const auto& property : properties->as_object()) {
          BOOST_TEST((find_field(type, property.key()) != nullptr), property.key());
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(random_values_of_the_specification_survive_reading_and_writing) {
  std::mt19937_64 random(11);
  std::map<std::string, const Type*, std::less<>> types;
  for_each_struct([&](const Type& type) { types[std::string(type.name)] = &type; });
  for (const auto& [name, schema] : spec().schemas()) {
    const auto found = types.find(std::string_view(name));
    if (found == types.end()) continue;
    BOOST_TEST_CONTEXT(name) {
      const auto value = test::random_value(spec(), schema.as_object(), random, 5);
      const auto object = create(*found->second);
      read_json(*found->second, object.get(), boost::json::serialize(value), {.strict = true});
      std::string text;
      write_json(*found->second, object.get(), text);
      BOOST_TEST((boost::json::parse(text) == value), text << " is not " << boost::json::serialize(value));
    }
  }
}

BOOST_AUTO_TEST_CASE(missing_fields_stay_unset_and_are_not_written) {
  for_each_struct([](const Type& type) {
    const auto object = create(type);
    read_json(type, object.get(), "{}");
    std::string text;
    write_json(type, object.get(), text);
    BOOST_TEST(text == "{}");
  });
}

BOOST_AUTO_TEST_CASE(unknown_fields_of_any_shape_are_survived) {
  for_each_struct([](const Type& type) {
    if (type.kind != Kind::object) return;
    const auto object = create(type);
    read_json(type, object.get(), R"({"zz_unknown":{"a":[1,{"b":null}]},"zz2":"x","zz3":[[],{}]})");
    std::string text;
    write_json(type, object.get(), text);
    BOOST_TEST(text == "{}");
  });
}

BOOST_AUTO_TEST_CASE(null_in_every_field_is_survived_and_is_no_value) {
  for_each_struct([](const Type& type) {
    if (type.kind != Kind::object) return;
    std::string text = "{";
    for (const Field& field : type.object->fields) {
      if (field.type().kind == Kind::source || field.type().kind == Kind::bytes) continue;
      text.append(text.size() > 1 ? "," : "").append("\"").append(field.name).append("\":null");
    }
    text += "}";
    const auto object = create(type);
    read_json(type, object.get(), text);
    for (const Field& field : type.object->fields) {
      if (field.type().presence == nullptr) continue;
      BOOST_TEST((presence_of(field.type(), member_of(type, field, object.get())) == Presence::null), field.name);
    }
  });
}

BOOST_AUTO_TEST_CASE(unknown_enum_values_keep_their_text) {
  std::size_t count = 0;
  for_each_struct([&](const Type& type) {
    if (type.kind != Kind::object) return;
    for (const Field& field : type.object->fields) {
      if (field.type().kind != Kind::enumeration) continue;
      const std::string text = "{\"" + std::string(field.name) + "\":\"OF_TOMORROW\"}";
      const auto object = create(type);
      read_json(type, object.get(), text);
      std::string again;
      write_json(type, object.get(), again);
      BOOST_TEST(again == text);
      ++count;
    }
  });
  BOOST_TEST(count > 500u);
}

BOOST_AUTO_TEST_CASE(printing_never_shows_a_secret) {
  for_each_struct([](const Type& type) {
    if (type.kind != Kind::object) return;
    for (const Field& field : type.object->fields) {
      if (!field.secret || without_optional(field.type()).kind != Kind::text) continue;
      const auto object = create(type);
      read_json(type, object.get(), "{\"" + std::string(field.name) + "\":\"planted-secret\"}");
      std::ostringstream out;
      print(out, type, object.get());
      BOOST_TEST(out.str().find("planted") == std::string::npos);
      BOOST_TEST(out.str().find("**REDACTED**") != std::string::npos);
    }
  });
}
