#include "table/secrets.hpp"

#include <databricks/reflect.hpp>

namespace databricks::detail {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == y; });
}

}  // namespace

bool is_secret_key(std::string_view name) {
  return std::any_of(std::begin(secret_names), std::end(secret_names),
                     [&](std::string_view secret) { return same(name, secret); });
}

}  // namespace databricks::detail
