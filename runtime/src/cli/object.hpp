// An object of which only the table is known.
#pragma once

#include <databricks/reflect.hpp>

namespace databricks::detail::cli {

/// Stands for the arguments of an operation that has none, and for the answer of one that gives none: `{}`.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

/// Owns an object of a struct, list or map type; without a type, a Nothing.
class Object {
 public:
  explicit Object(TypeFunction table)
      : type_(table == nullptr ? type_of<Nothing>() : table()), object_(type_.create()) {}
  ~Object() { type_.destroy(object_); }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  const Type& type() const { return type_; }
  void* get() { return object_; }
  const void* get() const { return object_; }

 private:
  const Type& type_;
  void* object_;
};

}  // namespace databricks::detail::cli
