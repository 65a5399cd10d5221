// What field.hpp leaves to the library.
#include <databricks/field.hpp>

namespace databricks {

unset_field::unset_field() : std::logic_error("a field was read that has no value") {}

void detail::throw_unset_field() { throw unset_field(); }

void open_enum_base::set_unknown_text(std::string_view text) {
  reset(Presence::set);
  unknown_.emplace().assign(text);
}

bool open_enum_base::equals(const open_enum_base& other) const {
  return presence_ == other.presence_ && unknown_ == other.unknown_ && (!is_known() || number_ == other.number_);
}

}  // namespace databricks
