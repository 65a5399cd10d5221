// Fields and values on a std::ostream.
#include <databricks/field.hpp>
#include <databricks/value.hpp>

#include <ostream>

namespace databricks {

namespace detail {

std::ostream& print_absent(std::ostream& stream, bool is_null) { return stream << (is_null ? "null" : "unset"); }
std::ostream& print_text(std::ostream& stream, std::string_view text) { return stream << text; }

}  // namespace detail

std::ostream& operator<<(std::ostream& stream, const Timestamp& value) { return stream << value.text(); }
std::ostream& operator<<(std::ostream& stream, const Duration& value) { return stream << value.text(); }
std::ostream& operator<<(std::ostream& stream, const FieldMask& value) { return stream << value.text(); }
std::ostream& operator<<(std::ostream& stream, const RawJson& value) { return stream << value.text; }

}  // namespace databricks
