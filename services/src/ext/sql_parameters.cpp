// C++ values -> parameters of statements.
#include "json/text.hpp"

#include <databricks/error.hpp>
#include <databricks/sql.hpp>

namespace databricks {

namespace {

std::string_view integer_type(const Type& type) {
  switch (type.size) {
    case 1:
      return type.flag ? "TINYINT" : "SMALLINT";
    case 2:
      return type.flag ? "SMALLINT" : "INT";
    case 4:
      return type.flag ? "INT" : "BIGINT";
    default:
      return type.flag ? "BIGINT" : "DECIMAL(20,0)";
  }
}

// Empty: SQL has no parameters of this type.
std::string_view sql_type(const Type& type) {
  switch (type.kind) {
    case Kind::boolean:
      return "BOOLEAN";
    case Kind::integer:
      return integer_type(type);
    case Kind::floating:
      return type.size == sizeof(double) ? "DOUBLE" : "FLOAT";
    case Kind::text:
    case Kind::enumeration:
    case Kind::raw_json:
      return "STRING";
    case Kind::timestamp:
      return "TIMESTAMP";
    default:
      return {};
  }
}

// The texts that SQL has for what is no number.
std::string text_of(const Type& type, const void* value) {
  auto text = detail::scalar_text(type, value);
  if (type.kind != Kind::floating) return text;
  if (text.ends_with("nan")) return "NaN";
  if (text == "inf") return "Infinity";
  return text == "-inf" ? "-Infinity" : text;
}

}  // namespace

SqlParameter SqlParameter::from(std::string name, const Type& type, const void* value) {
  const Type& inner = without_optional(type);
  const auto sql = sql_type(inner);
  if (sql.empty()) {
    throw InvalidArgument("`" + name + "` can't be a parameter: only truth values, numbers, texts and times can");
  }
  const Type* found = &type;
  const void* present = value_of(found, value);
  if (present == nullptr) return SqlParameter(std::move(name), std::nullopt, std::string(sql));
  return SqlParameter(std::move(name), text_of(*found, present), std::string(sql));
}

std::vector<SqlParameter> detail::sql_parameters(const Type& type, const void* object) {
  if (type.kind != Kind::object) throw InvalidArgument("parameters are made from a described struct");
  std::vector<SqlParameter> parameters;
  for (const Field& field : type.object->fields) {
    parameters.push_back(SqlParameter::from(std::string(field.name), field.type(), member_of(type, field, object)));
  }
  return parameters;
}

}  // namespace databricks
