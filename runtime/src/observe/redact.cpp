#include "observe/redact.hpp"

namespace databricks::detail {

std::string excerpt(std::string_view body, std::string_view, std::size_t bytes) {
  return std::string(body.substr(0, bytes));
}

}  // namespace databricks::detail
