// Events of a JSON parser -> objects, driven by their tables.
#pragma once

#include "json/handler.hpp"
#include "json/number.hpp"
#include "json/raw.hpp"

#include <boost/json/basic_parser.hpp>

#include <array>
#include <vector>

namespace databricks::detail {

struct BuildOptions {
  bool strict = false;
  bool mask_secrets = false;  // of free-form JSON
};

/// A handler for boost::json::basic_parser. Throws JsonError when a value does not fit.
class ObjectBuilder : public JsonHandler {
 public:
  ObjectBuilder(const Type& type, void* object, BuildOptions options);

  /// Where the reader stands.
  std::string path() const;

  bool on_object_begin(Error&);
  bool on_object_end(std::size_t, Error&) { return end('}'); }
  bool on_array_begin(Error&);
  bool on_array_end(std::size_t, Error&) { return end(']'); }
  bool on_key_part(View part, std::size_t, Error&) { return add_part(part); }
  [[gnu::always_inline]] bool on_key(View part, std::size_t size, Error&);
  bool on_string_part(View part, std::size_t, Error&) { return add_part(part); }
  [[gnu::always_inline]] bool on_string(View part, std::size_t size, Error&);
  [[gnu::always_inline]] bool on_int64(std::int64_t number, View digits, Error&);
  bool on_uint64(std::uint64_t number, View digits, Error&);
  bool on_double(double, View digits, Error&);
  bool on_bool(bool value, Error&);
  bool on_null(Error&);

 private:
  // A place for a value. Functions that return one are always inlined, and members keep its halves apart: GCC
  // reads as a whole what was written in halves, which stalls the processor at every value (measured: 15 %).
  struct Slot {
    const Type* type;
    void* object;
  };
  // Texts repeat the same few structs over and over, so what was learned of one helps with the next: where a
  // member is, what comes after it, and how many elements it had.
  struct Found {
    const Type* owner = nullptr;
    std::string_view name{};
    const Type* type = nullptr;
    std::size_t offset = 0;
    std::size_t index = 0;  // of the field
    std::size_t size = 0;   // of a list: how many elements it had the last time, within limits
    Found* next = nullptr;  // the member that came after this one the last time
  };
  // An object, list or map that was begun and not ended. Members of a struct beyond the 256th may come twice
  // without being noticed; Boost.Describe's macros end at 208.
  struct Frame {
    const Type* type;
    void* object;
    const Type* element;    // of a list or map
    Found* last = nullptr;  // of an object: the last member; of a list: the member that it is
    std::size_t index;      // elements begun in a list; where keys_ ended for a map; last member + 1 of an object
    bool is_list;
    std::array<std::uint64_t, 4> seen{};  // members of this object that were in the text

    Frame(Slot slot, const Type* e, std::size_t i)
        : type(slot.type), object(slot.object), element(e), index(i), is_list(type->kind == Kind::list) {}
  };
  enum class Mode : std::uint8_t { build, skip, raw };

  static std::string_view to_view(View view) { return {view.data(), view.size()}; }

  [[gnu::always_inline]] Slot next();
  [[gnu::always_inline]] static Slot unwrap(Slot slot);

  bool begin_raw(RawJson& target, char bracket);
  bool begin_nested(char bracket);
  bool end(char bracket);
  [[gnu::always_inline]] void key(std::string_view key);
  bool key_elsewhere(View part, std::size_t size);
  [[gnu::always_inline]] void string(std::string_view text);
  bool string_elsewhere(View part, std::size_t size);
  bool scalar_elsewhere(std::string_view literal, bool quoted);
  template <class Number>
  [[gnu::always_inline]] bool integer(Number value, std::string_view digits);
  bool number_into(Slot slot, std::string_view digits);
  bool literal_into(Slot slot, std::string_view literal, const char* what);
  void string_into(Slot outer, Slot slot, std::string_view text);

  [[gnu::always_inline]] void member(Frame& frame, std::string_view key);
  void unknown_member(Frame& frame, std::string_view key);
  void map_key(Frame& frame, std::string_view key);

  bool add_part(View part);
  std::string_view whole(View part, std::size_t size);

  void check(Problem problem, const Type& type) const {
    if (problem != nullptr) [[unlikely]]
      refuse(problem, type);
  }
  [[noreturn]] void refuse(Problem problem, const Type& type) const;
  [[noreturn]] void mismatch(const Type& type, const char* found) const;

  Found* lookup(const Type& type, std::string_view key);

  Slot root_;
  // The place of the member or map element whose key was read last.
  const Type* pending_type_ = nullptr;
  BuildOptions options_;
  Mode mode_ = Mode::build;
  std::size_t skipped_ = 0;  // levels, in mode skip
  void* pending_object_ = nullptr;
  std::vector<Frame> frames_;
  std::string parts_;  // of a text that came in several
  std::string keys_;   // of the maps in frames_, one after the other
  RawText raw_;
  std::array<Found, 128> found_{};
  std::array<Found, 16> starts_{};  // stand for what comes before the first member of an object
  Found unknown_{};                 // stands for members that we don't know
};

/// How parsing ended: `error` with where it was found, in bytes and as a path.
struct Outcome {
  boost::json::error_code error;
  std::size_t position = 0;
  std::string path{};
};

/// Parses the whole text, which has to hold one JSON value.
Outcome parse(const Type& type, void* object, std::string_view text, BuildOptions options, std::size_t max_depth);

}  // namespace databricks::detail
