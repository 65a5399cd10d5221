// Objects on streams: their JSON with secrets masked.
#include <databricks/json.hpp>

#include "json/writer.hpp"

#include <ostream>

namespace databricks {

void print(std::ostream& stream, const Type& type, const void* object) {
  std::string text;
  detail::append_for_people(text, type, object, {.mask_secrets = true});
  stream << text;
}

}  // namespace databricks
