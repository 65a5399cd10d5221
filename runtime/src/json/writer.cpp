// write_json: an object -> JSON, driven by its table.
#include "json/writer.hpp"

#include "json/escape.hpp"
#include "json/path.hpp"
#include "json/reader.hpp"
#include "json/text.hpp"
#include "table/secrets.hpp"

#include <cmath>
#include <stdexcept>

namespace databricks {

namespace detail {

namespace {

// Thrown by what can't be written; every level on the way up puts its part before the path.
struct Unwritable {
  std::string path;
  const char* reason;
};

class Writer {
 public:
  Writer(Output& out, const WriteOptions& options, bool tolerant) : out_(out), options_(options), tolerant_(tolerant) {}

  void value(const Type& type, const void* object);

 private:
  void object(const Type& type, const void* object);
  void list(const Type& type, const void* object);
  void map(const Type& type, const void* object);
  void entry(const std::string& key, const Type& type, const void* value);
  void scalar(const Type& type, const void* object);
  void enumeration(const Type& type, const void* object);
  void raw(const RawJson& json);
  void text(std::string_view text, InvalidText invalid = InvalidText::refuse);
  template <class Number>
  void floating(Number number);

  void open(char bracket) {
    out_.put(bracket);
    ++level_;
  }
  void close(char bracket, bool any);
  void separate(bool& any) {
    if (any) out_.put(',');
    any = true;
    if (options_.indent > 0) new_line();
  }
  void name(const Field& field) {
    if (field.plain) [[likely]] {
      out_.quoted(field.name);
    } else {
      write_string(out_, field.name, InvalidText::replace);
    }
    colon();
  }
  void new_line();
  void colon() { options_.indent > 0 ? out_.put(": ") : out_.put(':'); }

  Output& out_;
  const WriteOptions& options_;
  bool tolerant_;
  std::size_t level_ = 0;
};

// Whether a member is not sent although it can't say that it is unset: it holds nothing to send.
bool is_blank(const Field& field, const Type& type, const void* object) {
  switch (type.kind) {
    case Kind::raw_json:
      return static_cast<const RawJson*>(object)->text.empty();
    case Kind::bytes:
      return &field.type() == &type && static_cast<const Bytes*>(object)->data.empty();
    case Kind::source:
      return true;
    default:
      return false;
  }
}

void Writer::value(const Type& type, const void* object) {
  const Type* inner = &type;
  while (inner->kind == Kind::nullable) {
    if (inner->presence(object) != Presence::set) return out_.put("null");
    object = inner->nullable->get(object);
    inner = &inner->element();
  }
  switch (inner->kind) {
    case Kind::object:
      return this->object(*inner, object);
    case Kind::list:
      return list(*inner, object);
    case Kind::map:
      return map(*inner, object);
    default:
      return scalar(*inner, object);
  }
}

void Writer::object(const Type& type, const void* object) {
  open('{');
  bool any = false;
  for (const Field& field : type.object->fields) {
    const Type* inner = &field.type();
    const void* member = member_of(type, field, object);
    Presence presence = presence_of(*inner, member);
    while (inner->kind == Kind::nullable && presence == Presence::set) {
      member = inner->nullable->get(member);
      inner = &inner->element();
      presence = presence_of(*inner, member);
    }
    if (presence == Presence::unset || is_blank(field, *inner, member)) continue;
    separate(any);
    name(field);
    try {
      if (presence == Presence::null) {
        out_.put("null");
      } else if (field.secret && options_.mask_secrets) {
        text(redacted);
      } else {
        value(*inner, member);
      }
    } catch (Unwritable& unwritable) {
      unwritable.path.insert(0, path_member(field.name));
      throw;
    }
  }
  close('}', any);
}

void Writer::list(const Type& type, const void* object) {
  if (presence_of(type, object) == Presence::null) return out_.put("null");
  open('[');
  const Type& element = type.element();
  const std::size_t size = type.list->size(object);
  std::size_t i = 0;
  bool any = false;
  try {
    for (; i < size; ++i) {
      separate(any);
      value(element, type.list->at(object, i));
    }
  } catch (Unwritable& unwritable) {
    unwritable.path.insert(0, path_index(i));
    throw;
  }
  close(']', any);
}

void Writer::map(const Type& type, const void* object) {
  if (presence_of(type, object) == Presence::null) return out_.put("null");
  struct Context {
    Writer& writer;
    const Type& element;
    bool any = false;
  } context{*this, type.element()};
  open('{');
  type.map->each(object, &context, [](void* opaque, const std::string& key, const void* value) {
    auto& [writer, element, any] = *static_cast<Context*>(opaque);
    writer.separate(any);
    writer.entry(key, element, value);
  });
  close('}', context.any);
}

void Writer::entry(const std::string& key, const Type& type, const void* value) {
  try {
    text(key);
    colon();
    if (options_.mask_secrets && is_secret_key(key)) {
      text(redacted);
    } else {
      this->value(type, value);
    }
  } catch (Unwritable& unwritable) {
    unwritable.path.insert(0, path_member(key));
    throw;
  }
}

void Writer::scalar(const Type& type, const void* object) {
  switch (type.kind) {
    case Kind::text:
      return text(*static_cast<const std::string*>(object));
    case Kind::boolean:
      return out_.put(*static_cast<const bool*>(object) ? "true" : "false");
    case Kind::integer:
      return visit_integer(type, object, [this](auto number) { out_.number(number); });
    case Kind::floating:
      return type.size == sizeof(double) ? floating(*static_cast<const double*>(object))
                                         : floating(*static_cast<const float*>(object));
    case Kind::enumeration:
      return enumeration(type, object);
    case Kind::raw_json:
      return raw(*static_cast<const RawJson*>(object));
    case Kind::bytes:
      return text(static_cast<const Bytes*>(object)->data, InvalidText::replace);
    case Kind::timestamp:
    case Kind::duration:
    case Kind::field_mask:
      break;
    default:
      return out_.put("null");
  }
  try {
    text(scalar_text(type, object));
  } catch (const std::out_of_range&) {
    if (!tolerant_) throw Unwritable{{}, "a timestamp outside the years 0001 to 9999"};
    text("(timestamp out of range)");
  }
}

void Writer::enumeration(const Type& type, const void* object) {
  if (presence_of(type, object) != Presence::set) return out_.put("null");
  const std::string_view name = enumeration_text(type, object);
  if (!name.empty() || type.flag || tolerant_) return text(name);
  throw Unwritable{{}, "a number that is no enumerator"};
}

// Floating point numbers keep a mark of what they are only if they need it: 1.0 is `1`.
template <class Number>
void Writer::floating(Number number) {
  if (std::isfinite(number)) return out_.number(number);
  if (!tolerant_) throw Unwritable{{}, "JSON has no NaN or infinity"};
  text(std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
}

void Writer::raw(const RawJson& json) {
  if (json.text.empty()) return out_.put("null");
  RawJson compact;
  try {
    ReaderOptions options;
    options.strict = true;
    options.mask_secrets = options_.mask_secrets;
    read(type_of<RawJson>(), &compact, json.text, options);
  } catch (const JsonError&) {
    if (!tolerant_) throw Unwritable{{}, "free-form text that is not valid JSON"};
    return text("(not valid JSON)");
  }
  out_.put(compact.text);
}

void Writer::text(std::string_view text, InvalidText invalid) {
  if (!write_string(out_, text, tolerant_ ? InvalidText::replace : invalid)) {
    throw Unwritable{{}, "text that is not valid UTF-8"};
  }
}

void Writer::close(char bracket, bool any) {
  --level_;
  if (any && options_.indent > 0) new_line();
  out_.put(bracket);
}

void Writer::new_line() {
  out_.put('\n');
  for (std::size_t i = 0; i < level_ * static_cast<std::size_t>(options_.indent); ++i) out_.put(' ');
}

void write(std::string& out, const Type& type, const void* object, const WriteOptions& options, bool tolerant) {
  Output output(out);
  try {
    Writer(output, options, tolerant).value(type, object);
  } catch (const Unwritable& unwritable) {
    throw JsonError('$' + unwritable.path, unwritable.reason);
  }
  output.flush();
}

}  // namespace

void append_value(std::string& out, const Type& type, const void* object, const WriteOptions& options) {
  write(out, type, object, options, false);
}

void append_for_people(std::string& out, const Type& type, const void* object, const WriteOptions& options) {
  write(out, type, object, options, true);
}

void append_text(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += '"';
    out += text;
    out += '"';
    return;
  }
  Output output(out);
  if (!write_string(output, text, InvalidText::refuse)) throw JsonError("$", "text that is not valid UTF-8");
  output.flush();
}

}  // namespace detail

void write_json(const Type& type, const void* object, std::string& out, const WriteOptions& options) {
  detail::append_value(out, type, object, options);
}

}  // namespace databricks
