#include "random_fill.hpp"

#include <cstring>
#include <limits>

namespace test {

namespace {

using namespace databricks;

std::uint64_t below(Random& random, std::uint64_t limit) { return random() % limit; }

std::string random_text(Random& random) {
  static constexpr std::string_view kPieces[] = {"",  "a", "0", " ", "\"", "\\",   "/",  "\n", "\x01", "\x7f",
                                                 "é", "€", "😀", "<", "&",  "null", "-1", "{}", "[",    "'"};
  std::string text;
  for (auto n = below(random, 8); n > 0; --n) text += kPieces[below(random, std::size(kPieces))];
  return text;
}

std::int64_t random_integer(Random& random) {
  static constexpr std::int64_t kEdges[] = {0,
                                            1,
                                            -1,
                                            std::numeric_limits<std::int64_t>::max(),
                                            std::numeric_limits<std::int64_t>::min(),
                                            std::int64_t{1} << 53};
  return below(random, 3) == 0 ? kEdges[below(random, std::size(kEdges))] : static_cast<std::int64_t>(random() >> 20);
}

template <class T>
void store(void* object, T value) {
  std::memcpy(object, &value, sizeof value);
}

void fill_integer(const Type& type, void* object, Random& random) {
  const auto value = random_integer(random);
  std::memcpy(object, &value, type.size);  // little-endian: the low bytes of the value
}

void fill_floating(const Type& type, void* object, Random& random) {
  const double value = std::ldexp(static_cast<double>(static_cast<std::int64_t>(random())), -40);
  type.size == sizeof(float) ? store(object, static_cast<float>(value)) : store(object, value);
}

void fill_enumeration(const Type& type, void* object, Random& random) {
  const EnumTable& table = type.flag ? *type.element().enumeration : *type.enumeration;
  if (type.flag && below(random, 5) == 0) {
    return static_cast<open_enum_base*>(object)->set_unknown_text("NOT_YET_" + std::to_string(below(random, 100)));
  }
  if (table.declared.empty()) return;
  const int value = table.declared[below(random, table.declared.size())].value;
  type.flag ? static_cast<open_enum_base*>(object)->set_number(value) : table.set(object, value);
}

Timestamp random_timestamp(Random& random) {
  constexpr std::int64_t kYear1 = -62135596800, kYear9999 = 253402300799;
  const auto span = static_cast<std::uint64_t>(kYear9999 - kYear1 + 1);
  return {kYear1 + static_cast<std::int64_t>(below(random, span)),
          static_cast<std::int32_t>(below(random, 1'000'000'000))};
}

Duration random_duration(Random& random) {
  const std::int64_t sign = below(random, 2) == 0 ? 1 : -1;
  return {sign * static_cast<std::int64_t>(below(random, 315'576'000'000)),
          static_cast<std::int32_t>(sign * static_cast<std::int64_t>(below(random, 1'000'000'000)))};
}

void fill_container(const Type& type, void* object, Random& random, int depth) {
  if (type.reset && below(random, 4) == 0) type.reset(object, Presence::set);
  for (auto n = below(random, 3); n > 0; --n) {
    void* element = type.kind == Kind::list ? type.list->append(object)
                                            : type.map->insert(object, "k" + random_text(random) + std::to_string(n));
    // An element can't be left out as a member can.
    const bool unset = presence_of(type.element(), element) == Presence::unset;
    random_fill(type.element(), element, random, depth);
    if (unset && presence_of(type.element(), element) == Presence::unset) {
      type.element().reset(element, Presence::null);
    }
  }
}

}  // namespace

void random_fill(const Type& type, void* object, Random& random, int depth) {
  if (type.reset && below(random, 8) == 0) return;
  if (type.reset && below(random, 16) == 0) return type.reset(object, Presence::null);
  switch (type.kind) {
    case Kind::boolean:
      return store(object, below(random, 2) == 1);
    case Kind::integer:
      return fill_integer(type, object, random);
    case Kind::floating:
      return fill_floating(type, object, random);
    case Kind::text:
      *static_cast<std::string*>(object) = random_text(random);
      return;
    case Kind::timestamp:
      *static_cast<Timestamp*>(object) = random_timestamp(random);
      return;
    case Kind::duration:
      *static_cast<Duration*>(object) = random_duration(random);
      return;
    case Kind::field_mask:
      *static_cast<FieldMask*>(object) = FieldMask{"a", "b.c"};
      return;
    case Kind::raw_json:
      *static_cast<RawJson*>(object) = RawJson(R"({"k":[1,-2.50,1e400,"x",null,true,{}]})");
      return;
    case Kind::bytes:
    case Kind::source:
      return;
    case Kind::enumeration:
      return fill_enumeration(type, object, random);
    case Kind::nullable:
      if (without_optional(type).kind == Kind::object && depth == 0) return;
      return random_fill(type.element(), type.nullable->emplace(object), random, depth);
    case Kind::list:
    case Kind::map:
      if (depth > 0) fill_container(type, object, random, depth);
      return;
    case Kind::object:
      for (const Field& field : type.object->fields) {
        random_fill(field.type(), member_of(type, field, object), random, depth - 1);
      }
  }
}

}  // namespace test
