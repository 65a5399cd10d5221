// The builder and the parser that drives it, in one file so that the parser's calls are inlined.
#include "json/builder.hpp"

#include <databricks/error.hpp>

#include "json/path.hpp"
#include "json/scalar.hpp"
#include "table/clear.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cstring>

namespace databricks::detail {

namespace {

// Room is made beforehand for no more than this many elements: a guess must not cost much memory.
constexpr std::size_t most_expected = 16;

// A number for a table; tables lie at regular distances, so their addresses have to be mixed.
std::size_t number_of(const Type& type) {
  return static_cast<std::size_t>((reinterpret_cast<std::uintptr_t>(&type) * 0x9E3779B97F4A7C15u) >> 40);
}

// Most names are short, and a call of memcmp costs more than this.
inline bool same_text(std::string_view x, std::string_view y) {
  if (x.size() != y.size()) return false;
  const char* a = x.data();
  const char* b = y.data();
  const std::size_t size = x.size();
  const auto word = [](const char* at) {
    std::uint64_t bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
  };
  if (size < 8) {
    for (std::size_t i = 0; i < size; ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }
  if (size > 16) return std::memcmp(a, b, size) == 0;
  return word(a) == word(b) && word(a + size - 8) == word(b + size - 8);
}

}  // namespace

ObjectBuilder::ObjectBuilder(const Type& type, void* object, BuildOptions options)
    : root_{&type, object}, options_(options) {
  frames_.reserve(16);
}

std::string ObjectBuilder::path() const {
  std::string path = "$";
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const Frame& frame = frames_[i];
    if (frame.type->kind == Kind::object) {
      if (frame.index > 0) path += path_member(frame.type->object->fields[frame.index - 1].name);
    } else if (frame.type->kind == Kind::list) {
      if (frame.index > 0) path += path_index(frame.index - 1);
    } else {
      std::size_t end = keys_.size();
      for (std::size_t j = frames_.size(); j-- > i + 1;) {
        if (frames_[j].type->kind == Kind::map) end = frames_[j].index;
      }
      if (end > frame.index) path += path_member(std::string_view(keys_).substr(frame.index, end - frame.index));
    }
  }
  return path;
}

// Places for values

inline ObjectBuilder::Slot ObjectBuilder::next() {
  if (frames_.empty()) return root_;
  Frame& frame = frames_.back();
  if (!frame.is_list) return {pending_type_, pending_object_};
  ++frame.index;
  return {frame.element, frame.type->list->append(frame.object)};
}

inline ObjectBuilder::Slot ObjectBuilder::unwrap(Slot slot) {
  while (slot.type->kind == Kind::nullable) {
    slot.object = slot.type->nullable->emplace(slot.object);
    slot.type = &slot.type->element();
  }
  return slot;
}

// Objects and arrays

inline bool ObjectBuilder::on_object_begin(Error&) {
  if (mode_ != Mode::build) return begin_nested('{');
  const Slot slot = unwrap(next());
  switch (slot.type->kind) {
    case Kind::object:
      frames_.emplace_back(slot, nullptr, 0);
      frames_.back().last = &starts_[number_of(*slot.type) % starts_.size()];
      break;
    case Kind::map:
      slot.type->reset ? slot.type->reset(slot.object, Presence::set) : slot.type->map->clear(slot.object);
      frames_.emplace_back(slot, &slot.type->element(), keys_.size());
      break;
    case Kind::raw_json:
      return begin_raw(*static_cast<RawJson*>(slot.object), '{');
    default:
      mismatch(*slot.type, "an object");
  }
  return true;
}

inline bool ObjectBuilder::on_array_begin(Error&) {
  if (mode_ != Mode::build) return begin_nested('[');
  const Slot slot = unwrap(next());
  if (slot.type->kind == Kind::raw_json) return begin_raw(*static_cast<RawJson*>(slot.object), '[');
  if (slot.type->kind != Kind::list) mismatch(*slot.type, "an array");
  slot.type->reset ? slot.type->reset(slot.object, Presence::set) : slot.type->list->clear(slot.object);
  const Type& element = slot.type->element();
  // A list that is a member is expected to be as long as it was the last time.
  Found* found = !frames_.empty() && frames_.back().type->kind == Kind::object ? frames_.back().last : nullptr;
  if (found != nullptr && found->size > 1) slot.type->list->expect(slot.object, found->size);
  frames_.emplace_back(slot, &element, 0);
  frames_.back().last = found;
  return true;
}

bool ObjectBuilder::begin_raw(RawJson& target, char bracket) {
  mode_ = Mode::raw;
  raw_.start(target.text, options_.mask_secrets);
  return begin_nested(bracket);
}

bool ObjectBuilder::begin_nested(char bracket) {
  if (mode_ == Mode::raw) {
    raw_.begin(bracket);
  } else {
    ++skipped_;
  }
  return true;
}

inline bool ObjectBuilder::end(char bracket) {
  if (mode_ == Mode::build) {
    const Frame& frame = frames_.back();
    if (frame.type->kind == Kind::map) keys_.resize(frame.index);
    if (frame.is_list && frame.last != nullptr) frame.last->size = std::min(frame.index, most_expected);
    frames_.pop_back();
  } else if (mode_ == Mode::raw) {
    if (raw_.end(bracket)) mode_ = Mode::build;
  } else if (--skipped_ == 0) {
    mode_ = Mode::build;
  }
  return true;
}

// Keys

inline ObjectBuilder::Found* ObjectBuilder::lookup(const Type& type, std::string_view key) {
  const std::size_t size = key.size();
  const auto byte = [&](std::size_t i) -> std::size_t { return size == 0 ? 0 : static_cast<unsigned char>(key[i]); };
  const std::size_t parts = number_of(type) + size * 67 + byte(0) * 7 + byte(size / 2) * 3 + byte(size - 1);
  Found* slot = nullptr;
  for (std::size_t i = 0; i < 4; ++i) {
    slot = &found_[(parts + i) % found_.size()];
    if (slot->owner == nullptr) break;
    if (slot->owner == &type && same_text(slot->name, key)) return slot;
  }
  const Field* field = find_field(type, key);
  if (field == nullptr) return nullptr;
  Found& found = *slot;
  const auto* object = static_cast<const char*>(type.object->prototype);
  found = {.owner = &type,
           .name = field->name,
           .type = &field->type(),
           .offset = static_cast<std::size_t>(static_cast<const char*>(field->address) - object),
           .index = static_cast<std::size_t>(field - type.object->fields.data())};
  return &found;
}

inline void ObjectBuilder::member(Frame& frame, std::string_view key) {
  Found* found = frame.last->next;
  if (found == nullptr || found->owner != frame.type || !same_text(found->name, key)) {
    found = lookup(*frame.type, key);
    if (found == nullptr) return unknown_member(frame, key);
    frame.last->next = found;
  }
  frame.last = found;
  frame.index = found->index + 1;
  pending_type_ = found->type;
  pending_object_ = static_cast<char*>(frame.object) + found->offset;
  if (found->index / 64 >= frame.seen.size()) return;
  const std::uint64_t bit = std::uint64_t{1} << (found->index % 64);
  // The last of several members of the same name wins, as if it were the only one.
  if (frame.seen[found->index / 64] & bit) [[unlikely]]
    clear_value(*pending_type_, pending_object_);
  frame.seen[found->index / 64] |= bit;
}

void ObjectBuilder::unknown_member(Frame& frame, std::string_view key) {
  frame.last = &unknown_;
  frame.index = 0;
  if (options_.strict) throw JsonError(path() + path_member(key), "unknown member");
  mode_ = Mode::skip;
}

inline bool ObjectBuilder::on_key(View part, std::size_t size, Error&) {
  if (part.size() != size || mode_ != Mode::build) [[unlikely]]
    return key_elsewhere(part, size);
  key(to_view(part));
  return true;
}

inline void ObjectBuilder::key(std::string_view key) {
  Frame& frame = frames_.back();
  if (frame.type->kind == Kind::object) [[likely]] {
    member(frame, key);
  } else {
    map_key(frame, key);
  }
}

// Keys that came in parts, and those of what is skipped or copied.
bool ObjectBuilder::key_elsewhere(View part, std::size_t size) {
  const std::string_view text = whole(part, size);
  if (mode_ == Mode::build) {
    key(text);
  } else if (mode_ == Mode::raw) {
    raw_.key(text);
  }
  parts_.clear();
  return true;
}

inline void ObjectBuilder::map_key(Frame& frame, std::string_view key) {
  keys_.replace(frame.index, keys_.npos, key);
  const MapTable& map = *frame.type->map;
  const std::size_t before = map.size(frame.object);
  pending_type_ = frame.element;
  pending_object_ = map.insert(frame.object, std::string(key));
  if (map.size(frame.object) == before) clear_value(*pending_type_, pending_object_);
}

bool ObjectBuilder::add_part(View part) {
  parts_.append(part.data(), part.size());
  return true;
}

std::string_view ObjectBuilder::whole(View part, std::size_t size) {
  if (part.size() == size) [[likely]]
    return to_view(part);
  add_part(part);
  return parts_;
}

// Scalars

inline bool ObjectBuilder::on_string(View part, std::size_t size, Error&) {
  if (part.size() != size || mode_ != Mode::build) [[unlikely]]
    return string_elsewhere(part, size);
  string(to_view(part));
  return true;
}

inline void ObjectBuilder::string(std::string_view text) {
  const Slot outer = next();
  const Slot slot = unwrap(outer);
  if (slot.type->kind == Kind::text) [[likely]] {
    auto& target = *static_cast<std::string*>(slot.object);
    // A longer text is made anew: growing would allocate more than it needs.
    if (text.size() <= target.capacity()) {
      target.assign(text);
    } else {
      target = std::string(text);
    }
  } else {
    string_into(outer, slot, text);
  }
}

// Strings that came in parts, and those of what is skipped or copied.
bool ObjectBuilder::string_elsewhere(View part, std::size_t size) {
  const std::string_view text = whole(part, size);
  if (mode_ == Mode::build) {
    string(text);
  } else {
    scalar_elsewhere(text, true);
  }
  parts_.clear();
  return true;
}

void ObjectBuilder::string_into(Slot outer, Slot slot, std::string_view text) {
  if (slot.type->kind == Kind::raw_json) {
    raw_.start(static_cast<RawJson*>(slot.object)->text, options_.mask_secrets);
    raw_.text(text);
    return;
  }
  const Problem problem = store_text(*slot.type, slot.object, text);
  if (problem == not_text) mismatch(*slot.type, "text");
  if (problem == unset_by_text) {
    clear_value(*outer.type, outer.object);
  } else {
    check(problem, *slot.type);
  }
}

inline bool ObjectBuilder::on_int64(std::int64_t value, View digits, Error&) { return integer(value, to_view(digits)); }
bool ObjectBuilder::on_uint64(std::uint64_t value, View digits, Error&) { return integer(value, to_view(digits)); }

template <class Number>
inline bool ObjectBuilder::integer(Number value, std::string_view digits) {
  if (mode_ != Mode::build) return scalar_elsewhere(digits, false);
  const Slot slot = unwrap(next());
  if (slot.type->kind != Kind::integer) return number_into(slot, digits);
  check(store_integer(*slot.type, slot.object, value), *slot.type);
  return true;
}

// The parser's own double is not exact, so the digits are read again.
inline bool ObjectBuilder::on_double(double, View digits, Error&) {
  if (mode_ != Mode::build) return scalar_elsewhere(to_view(digits), false);
  return number_into(unwrap(next()), to_view(digits));
}

bool ObjectBuilder::number_into(Slot slot, std::string_view digits) {
  switch (slot.type->kind) {
    case Kind::integer:
    case Kind::floating:
      check(store_text(*slot.type, slot.object, digits), *slot.type);
      return true;
    default:
      return literal_into(slot, digits, "a number");
  }
}

// Numbers and truth values go into text as they are written, and into an open enumeration as an unknown value.
bool ObjectBuilder::literal_into(Slot slot, std::string_view literal, const char* what) {
  if (slot.type->kind == Kind::text || (slot.type->kind == Kind::enumeration && slot.type->flag)) {
    check(store_text(*slot.type, slot.object, literal), *slot.type);
  } else if (slot.type->kind == Kind::raw_json) {
    static_cast<RawJson*>(slot.object)->text.assign(literal);
  } else {
    mismatch(*slot.type, what);
  }
  return true;
}

inline bool ObjectBuilder::on_bool(bool value, Error&) {
  const std::string_view literal = value ? "true" : "false";
  if (mode_ != Mode::build) return scalar_elsewhere(literal, false);
  const Slot slot = unwrap(next());
  if (slot.type->kind != Kind::boolean) return literal_into(slot, literal, "a truth value");
  *static_cast<bool*>(slot.object) = value;
  return true;
}

// What has no null of its own stays as it is, except free-form JSON: there null is a value.
inline bool ObjectBuilder::on_null(Error&) {
  if (mode_ != Mode::build) return scalar_elsewhere("null", false);
  const Slot slot = next();
  if (slot.type->reset) {
    slot.type->reset(slot.object, Presence::null);
  } else if (slot.type->kind == Kind::raw_json) {
    static_cast<RawJson*>(slot.object)->text = "null";
  }
  return true;
}

bool ObjectBuilder::scalar_elsewhere(std::string_view literal, bool quoted) {
  if (mode_ == Mode::raw) {
    if (quoted ? raw_.text(literal) : raw_.literal(literal)) mode_ = Mode::build;
  } else if (skipped_ == 0) {
    mode_ = Mode::build;
  }
  return true;
}

// Errors

void ObjectBuilder::refuse(Problem problem, const Type& type) const {
  std::string reason = problem;
  if (type.kind == Kind::enumeration) reason += ": expected " + expectation(type);
  throw JsonError(path(), reason);
}

void ObjectBuilder::mismatch(const Type& type, const char* found) const {
  throw JsonError(path(), "expected " + expectation(type) + ", found " + found);
}

Outcome parse(const Type& type, void* object, std::string_view text, BuildOptions options, std::size_t max_depth) {
  boost::json::parse_options parse_options;
  parse_options.max_depth = max_depth;
  boost::json::basic_parser<ObjectBuilder> parser(parse_options, type, object, options);
  Outcome outcome;
  outcome.position = parser.write_some(false, text.data(), text.size(), outcome.error);
  if (!outcome.error && outcome.position < text.size()) outcome.error = boost::json::error::extra_data;
  if (outcome.error) outcome.path = parser.handler().path();
  return outcome;
}

}  // namespace databricks::detail
