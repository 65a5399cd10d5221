#include "auth/ambient.hpp"

namespace databricks::detail {

NotUsable::~NotUsable() = default;

Attempted ambient(const AuthContext& context, std::string_view auth_type, const std::stop_token& stop,
                  const Function<std::shared_ptr<Credentials>()>& prove) {
  try {
    return {.credentials = prove()};
  } catch (const NotUsable& reason) {
    if (context.config.auth_type == auth_type || stop.stop_requested()) throw;
    return {.skipped = reason.what()};
  }
}

}  // namespace databricks::detail
