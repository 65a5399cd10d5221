#include <databricks/log.hpp>

namespace databricks {

Logger::~Logger() = default;

}  // namespace databricks
