#include "testing/local/areas.hpp"

#include <databricks/models/iam.hpp>
#include <databricks/services/iam.hpp>

namespace databricks::testing::local {

void serve_users(ApiServer& server) {
  server.on<&services::iam::CurrentUser::me>([](const iam::MeRequest&) {
    return iam::User{.id = "1000000000000001",
                     .active = true,
                     .display_name = "You",
                     .emails = {iam::ComplexValue{.primary = true, .type = "work", .value = kUserName}},
                     .groups = {iam::ComplexValue{.display = "admins", .type = "direct", .value = "1000000000000002"}},
                     .name = iam::Name{.given_name = "You"},
                     .user_name = kUserName};
  });
}

}  // namespace databricks::testing::local
