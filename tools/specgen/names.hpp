// How names of the document become names in C++.
#pragma once

#include <string>
#include <string_view>

namespace specgen {

/// `clusterId` -> `cluster_id`, `HTMLPage` -> `html_page`, `content-length` -> `content_length`, `$ref` -> `ref`.
std::string snake_case(std::string_view text);
/// `list_pets`, `listPets` and `list pets` -> `ListPets`.
std::string pascal_case(std::string_view text);
/// The same text with whatever no identifier may have replaced; never empty.
std::string identifier(std::string_view text);
/// With one trailing underscore if it is a keyword, or a macro in a header that programs often include.
std::string escaped(std::string name);
/// What the runtime makes of a C++ name when it sends it, without and with its camel case rule.
std::string wire_as_described(std::string_view name);
std::string wire_camel_case(std::string_view name);

}  // namespace specgen
