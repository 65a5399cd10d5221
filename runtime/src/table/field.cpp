// What field.hpp leaves to the library.
#include <databricks/field.hpp>

namespace databricks {

unset_field::unset_field() : std::logic_error("a field was read that has no value") {}

void detail::throw_unset_field() { throw unset_field(); }

void open_enum_base::set_unknown_text(std::string_view text) {
  reset(Presence::set);
  unknown_.emplace().assign(text);
}

}  // namespace databricks
