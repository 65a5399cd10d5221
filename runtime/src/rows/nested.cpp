#include "rows/nested.hpp"

#include "json/path.hpp"
#include "rows/cursor.hpp"
#include "rows/names.hpp"
#include "table/clear.hpp"

#include <databricks/error.hpp>

namespace databricks::detail {

namespace {

// Types of SQL are not nested deeper; a VARIANT could be, but not without ill will.
constexpr int kDeepest = 200;

class NestedReader {
 public:
  explicit NestedReader(std::string_view json) : cursor_(json) {}

  void read(const Type& type, void* object) {
    value(type, object, 0);
    if (cursor_.peek() != '\0') cursor_.fail("there is more text after the value");
  }

 private:
  void value(const Type& type, void* object, int depth);
  void null(const Type& type, void* object);
  void scalar(const Type& type, void* object);
  void elements(const Type& type, void* object, int depth);
  void entries(const Type& type, void* object, int depth);
  void members(const Type& type, void* object, int depth);
  void inside(const std::string& step, const Type& type, void* object, int depth);
  void open(char bracket, const Type& type);

  JsonCursor cursor_;
  std::string scratch_;
};

void NestedReader::value(const Type& type, void* object, int depth) {
  if (depth > kDeepest) cursor_.fail("nested too deeply");
  if (type.kind == Kind::raw_json) {
    static_cast<RawJson*>(object)->text.assign(cursor_.value(kDeepest));
    return;
  }
  if (cursor_.peek() == 'n') return null(type, object);
  switch (type.kind) {
    case Kind::nullable:
      return value(type.element(), type.nullable->emplace(object), depth);
    case Kind::list:
      return elements(type, object, depth);
    case Kind::map:
      return entries(type, object, depth);
    case Kind::object:
      return members(type, object, depth);
    default:
      return scalar(type, object);
  }
}

void NestedReader::null(const Type& type, void* object) {
  cursor_.literal();
  if (type.reset == nullptr) throw NestedError{"", "NULL for what is not optional"};
  type.reset(object, Presence::null);
}

void NestedReader::scalar(const Type& type, void* object) {
  const char first = cursor_.peek();
  if (first == '[' || first == '{') throw NestedError{"", "expected " + cell_expectation(type)};
  const ReadCell reader = scalar_reader(type);
  if (reader == nullptr) throw NestedError{"", "SQL has nothing for " + cell_expectation(type)};
  const auto text = first == '"' ? cursor_.string(scratch_) : cursor_.literal();
  if (const Problem problem = reader(type, object, text)) throw NestedError{"", problem};
}

void NestedReader::open(char bracket, const Type& type) {
  if (!cursor_.take(bracket)) throw NestedError{"", "expected " + cell_expectation(type)};
}

void NestedReader::inside(const std::string& step, const Type& type, void* object, int depth) {
  try {
    value(type, object, depth + 1);
  } catch (NestedError& error) {
    error.path.insert(0, step);
    throw;
  }
}

void NestedReader::elements(const Type& type, void* object, int depth) {
  open('[', type);
  type.reset ? type.reset(object, Presence::set) : type.list->clear(object);
  if (cursor_.take(']')) return;
  const Type& element = type.element();
  std::size_t index = 0;
  do {
    try {
      value(element, type.list->append(object), depth + 1);
    } catch (NestedError& error) {
      error.path.insert(0, path_index(index));
      throw;
    }
    ++index;
  } while (cursor_.more(']'));
}

void NestedReader::entries(const Type& type, void* object, int depth) {
  open('{', type);
  type.reset ? type.reset(object, Presence::set) : type.map->clear(object);
  if (cursor_.take('}')) return;
  do {
    std::string key(cursor_.string(scratch_));
    cursor_.expect(':');
    const std::size_t before = type.map->size(object);
    void* element = type.map->insert(object, key);
    if (type.map->size(object) == before) clear_value(type.element(), element);
    inside(path_member(key), type.element(), element, depth);
  } while (cursor_.more('}'));
}

void NestedReader::members(const Type& type, void* object, int depth) {
  open('{', type);
  clear_value(type, object);  // what the text leaves out must not be that of the row before
  if (cursor_.take('}')) return;
  do {
    const Field* field = find_named_field(type, cursor_.string(scratch_));
    cursor_.expect(':');
    if (field == nullptr) {
      cursor_.value(kDeepest - depth);
    } else {
      inside(path_member(field->name), field->type(), member_of(type, *field, object), depth);
    }
  } while (cursor_.more('}'));
}

}  // namespace

Problem read_nested(const Type& type, void* object, std::string_view json) {
  try {
    NestedReader(json).read(type, object);
  } catch (NestedError& error) {
    error.path.insert(0, "$");
    throw;
  } catch (const JsonError& error) {
    throw NestedError{"", error.what()};
  }
  return nullptr;
}

}  // namespace databricks::detail
