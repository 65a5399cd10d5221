// Registers a web application with a Databricks account, so that people can sign in to it: the client id and the secret
// that it prints are what examples/oauth_web_app wants. With an integration id as argument it removes that one.
//
//   DATABRICKS_HOST=https://accounts.cloud.databricks.com DATABRICKS_ACCOUNT_ID=... oauth_app_setup
#include <databricks/account_client.hpp>
#include <databricks/models/oauth2.hpp>
#include <databricks/reflect.hpp>

#include <iostream>

namespace {

// Older accounts had to be enrolled first. The published API has no such call any more, so it is declared here.
struct Enrollment {
  databricks::optional<bool> is_enabled{};
};
BOOST_DESCRIBE_STRUCT(Enrollment, (), (is_enabled))
inline constexpr databricks::Declare<"GET /api/2.0/accounts/{config.account_id}/oauth2/enrollment", void, Enrollment>
    get_enrollment;

bool is_enrolled(const databricks::AccountClient& a) {
  try {
    return a.call(get_enrollment).is_enabled.value_or(false);
  } catch (const databricks::NotFound&) {
    return true;  // nothing to enroll in
  }
}

void remove(databricks::AccountClient& a, const std::string& integration_id) {
  a.custom_app_integration.delete_({integration_id});
  std::cout << "Removed " << integration_id << ".\n";
}

void create(databricks::AccountClient& a) {
  if (!is_enrolled(a)) std::cout << "The account is not enrolled for custom applications yet.\n";
  for (const auto& app : a.custom_app_integration.list()) {
    std::cout << "There is " << app.name << " with client id " << app.client_id << ".\n";
  }
  const auto made = a.custom_app_integration.create({.confidential = true,
                                                     .name = "oauth_web_app",
                                                     .redirect_urls = {"http://localhost:8001/callback"},
                                                     .scopes = {"all-apis", "offline_access"}});
  std::cout << "Integration " << made.integration_id << "\nOAUTH_CLIENT_ID=" << made.client_id
            << "\nOAUTH_CLIENT_SECRET=" << made.client_secret << "\nThe secret is shown this once.\n";
}

}  // namespace

int main(int count, char** arguments) {
  try {
    databricks::AccountClient a;
    if (count > 1) {
      remove(a, arguments[1]);
    } else {
      create(a);
    }
  } catch (const std::exception& error) {
    std::cerr << "oauth_app_setup: " << error.what() << '\n';
    return 1;
  }
}
