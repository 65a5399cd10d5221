// The types of model fields. Each of them tells unset, null and set apart; unset is never sent.
//
//   optional<T>   a scalar or text
//   boxed<T>      a nested struct, on the heap: keeps sizeof small and allows recursion
//   list<T>       a sequence that may be unset; an unset one reads as empty
//   map<T>        a std::map<std::string, T> that may be unset; an unset one reads as empty
//   open_enum<E>  an enumerator, or the text of one that this version does not know
//
// None of them is synchronised: as with std types, one thread may write or many may read.
#pragma once

#include <databricks/export.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace databricks {

/// What a field holds. `null` is JSON's null; it has no value either, but it is sent.
enum class Presence : std::uint8_t { unset, null, set };

/// Assign to a field to send JSON's `null`.
struct null_t {
  explicit constexpr null_t(int) {}
};
inline constexpr null_t null{0};

/// Assign to a list or map to send it although it is empty (`.tags = {}` leaves it unset).
struct empty_t {
  explicit constexpr empty_t(int) {}
};
inline constexpr empty_t empty{0};

/// Thrown when a field without a value is read.
class DATABRICKS_API unset_field : public std::logic_error {
 public:
  unset_field();
};

namespace detail {
[[noreturn]] DATABRICKS_API void throw_unset_field();
}

template <class T>
class optional;

namespace detail {

template <class U, class T>
concept converts_to = std::is_convertible_v<U, T>;
template <class U, class T>
concept wrapped_converts_to = std::is_convertible_v<const U&, T> && !std::is_convertible_v<const std::optional<U>&, T>;
// Said by conversion: asking whether == works would ask the same question again.
template <class U, class T>
concept compares_with =
    !std::is_same_v<U, optional<T>> && (std::is_convertible_v<const U&, T> || std::is_convertible_v<const T&, U>);

}  // namespace detail

/// A scalar field with std::optional's interface. Reading an unset one throws unset_field.
template <class T>
class optional {
 public:
  using value_type = T;

  constexpr optional() = default;
  constexpr optional(std::nullopt_t) {}
  constexpr optional(null_t) : presence_(Presence::null) {}
  template <detail::converts_to<T> U = T>
  constexpr optional(U&& value) : value_(std::forward<U>(value)), presence_(Presence::set) {}
  template <detail::wrapped_converts_to<T> U>
  constexpr optional(const std::optional<U>& other) {
    if (other) emplace() = *other;
  }

  constexpr bool has_value() const { return presence_ == Presence::set; }
  constexpr bool is_null() const { return presence_ == Presence::null; }
  constexpr Presence presence() const { return presence_; }
  constexpr explicit operator bool() const { return has_value(); }
  operator std::optional<T>() const { return has_value() ? std::optional<T>(value_) : std::nullopt; }

  constexpr const T& value() const& { return check(), value_; }
  constexpr T& value() & { return check(), value_; }
  constexpr T&& value() && { return check(), std::move(value_); }
  constexpr const T& operator*() const& { return value(); }
  constexpr T& operator*() & { return value(); }
  constexpr T&& operator*() && { return std::move(*this).value(); }
  constexpr const T* operator->() const { return &value(); }
  constexpr T* operator->() { return &value(); }
  template <class U>
  constexpr T value_or(U&& other) const {
    return has_value() ? value_ : static_cast<T>(std::forward<U>(other));
  }

  /// Makes it set, to T{} or to what it held, and gives access.
  constexpr T& emplace() { return presence_ = Presence::set, value_; }
  constexpr void reset(Presence presence = Presence::unset) {
    value_ = T{};
    presence_ = presence;
  }

 private:
  constexpr void check() const {
    if (!has_value()) detail::throw_unset_field();
  }

  T value_{};
  Presence presence_ = Presence::unset;
};

/// A nested struct with std::optional's interface, kept on the heap; T may be incomplete where the
/// field is declared. Copies are deep. Reading an unset one throws unset_field.
template <class T>
class boxed {
 public:
  using value_type = T;

  boxed() = default;
  boxed(std::nullopt_t) {}
  boxed(null_t) : presence_(Presence::null) {}
  boxed(T value) : pointer_(new T(std::move(value))), presence_(Presence::set) {}
  boxed(const boxed& other) : pointer_(other.pointer_ ? new T(*other.pointer_) : nullptr), presence_(other.presence_) {}
  boxed(boxed&& other) noexcept
      : pointer_(std::exchange(other.pointer_, nullptr)), presence_(std::exchange(other.presence_, Presence::unset)) {}
  boxed& operator=(boxed other) noexcept {
    std::swap(pointer_, other.pointer_);
    std::swap(presence_, other.presence_);
    return *this;
  }
  ~boxed() { delete pointer_; }

  bool has_value() const { return pointer_ != nullptr; }
  bool is_null() const { return presence_ == Presence::null; }
  Presence presence() const { return presence_; }
  explicit operator bool() const { return has_value(); }

  const T& value() const { return check(), *pointer_; }
  T& value() { return check(), *pointer_; }
  const T& operator*() const { return value(); }
  T& operator*() { return value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }
  T value_or(T other) const { return has_value() ? *pointer_ : std::move(other); }

  /// Makes it set, to T{} or to what it held, and gives access.
  T& emplace() {
    if (!pointer_) pointer_ = new T{};
    presence_ = Presence::set;
    return *pointer_;
  }
  void reset(Presence presence = Presence::unset) {
    delete std::exchange(pointer_, nullptr);
    presence_ = presence;
  }

 private:
  void check() const {
    if (!has_value()) detail::throw_unset_field();
  }

  T* pointer_ = nullptr;
  Presence presence_ = Presence::unset;
};

/// A sequence with std::vector's interface that may be unset or null; then it reads as empty. It is set by a value, by
/// adding an element, by `= empty`, and by reading `[]`. The elements are a std::vector on the heap: naming
/// list<T> costs neither memory nor, for the compiler, a std::vector<T>.
template <class T>
class list {
 public:
  using value_type = T;

  list() = default;
  list(null_t) : presence_(Presence::null) {}
  list(empty_t) { vector(); }
  list(std::vector<T> items) : items_(new std::vector<T>(std::move(items))), presence_(Presence::set) {}
  list(std::initializer_list<T> items) : items_(new std::vector<T>(items)), presence_(Presence::set) {}
  list(const list& other)
      : items_(other.items_ ? new std::vector<T>(*other.items_) : nullptr), presence_(other.presence_) {}
  list(list&& other) noexcept
      : items_(std::exchange(other.items_, nullptr)), presence_(std::exchange(other.presence_, Presence::unset)) {}
  list& operator=(list other) noexcept {
    std::swap(items_, other.items_);
    std::swap(presence_, other.presence_);
    return *this;
  }
  ~list() { delete items_; }

  bool has_value() const { return items_ != nullptr; }
  bool is_null() const { return presence_ == Presence::null; }
  Presence presence() const { return presence_; }
  void reset(Presence presence = Presence::unset) {
    delete std::exchange(items_, nullptr);
    presence_ = presence;
    if (presence == Presence::set) vector();
  }
  /// The elements, for everything else that a std::vector can do; makes it set.
  std::vector<T>& vector() {
    if (!items_) items_ = new std::vector<T>;
    presence_ = Presence::set;
    return *items_;
  }

  /// The elements as a std::vector, empty when unset.
  operator const std::vector<T>&() const {
    static const std::vector<T> none;
    return items_ ? *items_ : none;
  }

  std::size_t size() const { return items_ ? items_->size() : 0; }
  bool empty() const { return size() == 0; }
  const T* begin() const { return items_ ? items_->data() : nullptr; }
  const T* end() const { return begin() + size(); }
  T* begin() { return items_ ? items_->data() : nullptr; }
  T* end() { return begin() + size(); }
  const T& operator[](std::size_t index) const { return begin()[index]; }
  T& operator[](std::size_t index) { return begin()[index]; }
  const T& front() const { return *begin(); }
  const T& back() const { return *(end() - 1); }
  T& back() { return *(end() - 1); }
  void push_back(T item) { vector().push_back(std::move(item)); }
  T& emplace_back() { return vector().emplace_back(); }
  void reserve(std::size_t size) { vector().reserve(size); }
  void clear() { vector().clear(); }

 private:
  std::vector<T>* items_ = nullptr;  // not a smart pointer: that would make the compiler instantiate std::vector<T>
  Presence presence_ = Presence::unset;
};

/// A std::map from text that may be unset or null; then it is empty. Set under the same rules as list.
template <class T>
class map : public std::map<std::string, T> {
 public:
  using base = std::map<std::string, T>;

  map() = default;
  map(null_t) : presence_(Presence::null) {}
  map(empty_t) : presence_(Presence::set) {}
  map(base items) : base(std::move(items)), presence_(Presence::set) {}
  map(std::initializer_list<std::pair<const std::string, T>> items) : base(items), presence_(Presence::set) {}

  bool has_value() const { return presence() == Presence::set; }
  bool is_null() const { return presence() == Presence::null; }
  Presence presence() const { return this->empty() ? presence_ : Presence::set; }
  void reset(Presence presence = Presence::unset) {
    base::clear();
    presence_ = presence;
  }
  void clear() { reset(Presence::set); }

  friend bool operator==(const map& a, const map& b) {
    return a.presence() == b.presence() && static_cast<const base&>(a) == static_cast<const base&>(b);
  }

 private:
  Presence presence_ = Presence::unset;
};

/// What all open_enum<E> have in common, so that one compiled engine can handle them.
class DATABRICKS_API open_enum_base {
 public:
  open_enum_base() = default;

  bool has_value() const { return presence_ == Presence::set; }
  bool is_null() const { return presence_ == Presence::null; }
  Presence presence() const { return presence_; }
  explicit operator bool() const { return has_value(); }
  /// Whether it holds an enumerator of this version, not merely a text.
  bool is_known() const { return has_value() && !unknown_.has_value(); }
  void reset(Presence presence = Presence::unset) {
    unknown_.reset();
    presence_ = presence;
  }

  /// For the engine: the enumerator's number, or the text of an unknown value.
  int number() const { return number_; }
  const std::string* unknown_text() const { return unknown_ ? &*unknown_ : nullptr; }
  void set_number(int number) {
    reset(Presence::set);
    number_ = number;
  }
  void set_unknown_text(std::string_view text);

  bool equals(const open_enum_base& other) const;

 private:
  int number_ = 0;
  Presence presence_ = Presence::unset;
  boxed<std::string> unknown_{};
};

struct Type;
template <class T>
const Type& type_of();

namespace detail {
DATABRICKS_API std::string_view enum_text(const Type& type, const open_enum_base& value);
DATABRICKS_API void enum_assign(const Type& type, open_enum_base& target, std::string_view text);
}  // namespace detail

/// An enum field that stays open: a value this version does not know keeps its text and goes back out
/// unchanged. It has an unset and a null state of its own.
template <class E>
class open_enum : public open_enum_base {
 public:
  using value_type = E;

  open_enum() = default;
  open_enum(std::nullopt_t) {}
  open_enum(null_t) { reset(Presence::null); }
  open_enum(E value) { set_number(static_cast<int>(value)); }

  /// The value with this wire text, known or not.
  static open_enum from_text(std::string_view text) {
    open_enum result;
    detail::enum_assign(type_of<E>(), result, text);
    return result;
  }

  /// The enumerator. Throws unset_field when there is none: unset, null, or unknown to this version.
  E value() const {
    if (!is_known()) detail::throw_unset_field();
    return static_cast<E>(number());
  }
  E operator*() const { return value(); }
  E value_or(E other) const { return is_known() ? static_cast<E>(number()) : other; }
  /// The wire text; empty when unset or null.
  std::string_view text() const { return detail::enum_text(type_of<E>(), *this); }
};

// Comparisons are templates of the namespace and not friends: declared once, instead of once per type.

template <class T>
constexpr bool operator==(const optional<T>& a, const optional<T>& b) {
  return a.presence() == b.presence() && (!a.has_value() || *a == *b);
}
template <class T, detail::compares_with<T> U>
constexpr bool operator==(const optional<T>& a, const U& b) {
  return a.has_value() && *a == b;
}
template <class T>
constexpr bool operator==(const optional<T>& a, std::nullopt_t) {
  return !a.has_value();
}
template <class T>
bool operator==(const boxed<T>& a, const boxed<T>& b) {
  return a.presence() == b.presence() && (!a.has_value() || *a == *b);
}
template <class T>
bool operator==(const boxed<T>& a, std::nullopt_t) {
  return !a.has_value();
}
template <class T>
bool operator==(const list<T>& a, const list<T>& b) {
  const std::vector<T>&x = a, &y = b;
  return a.presence() == b.presence() && x == y;
}
template <class E>
bool operator==(const open_enum<E>& a, const open_enum<E>& b) {
  return a.equals(b);
}
template <class E>
bool operator==(const open_enum<E>& a, std::type_identity_t<E> b) {
  return a.is_known() && a.number() == static_cast<int>(b);
}

namespace detail {
/// Writes `unset` or `null`.
DATABRICKS_API std::ostream& print_absent(std::ostream& stream, bool is_null);
DATABRICKS_API std::ostream& print_text(std::ostream& stream, std::string_view text);
}  // namespace detail

/// A field prints as its value, or as `unset` or `null`.
template <class T>
std::ostream& operator<<(std::ostream& stream, const optional<T>& field) {
  return field.has_value() ? stream << *field : detail::print_absent(stream, field.is_null());
}

template <class T>
std::ostream& operator<<(std::ostream& stream, const boxed<T>& field) {
  return field.has_value() ? stream << *field : detail::print_absent(stream, field.is_null());
}

template <class E>
std::ostream& operator<<(std::ostream& stream, const open_enum<E>& field) {
  return field.has_value() ? detail::print_text(stream, field.text()) : detail::print_absent(stream, field.is_null());
}

}  // namespace databricks
