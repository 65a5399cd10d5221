// Prints what a client on this machine would use, where that comes from, and why other ways to authenticate were
// passed over. No secret is printed. `auth_describe [profile]`
#include <databricks/client.hpp>
#include <databricks/credentials.hpp>

#include <algorithm>
#include <iostream>

namespace {

using databricks::AuthReport;

// The notes beside the attributes are about the method that is used.
void print_attributes(databricks::Config config, const std::string& used) {
  const bool is_given = !config.auth_type.empty();
  if (!is_given) config.auth_type = used;
  std::cout << "Attributes:\n";
  for (const auto& attribute : databricks::explain(config)) {
    if (attribute.name == "auth_type" && !is_given) continue;
    std::cout << "  " << attribute.name << " = " << attribute.value << "  (" << attribute.source << ')';
    std::cout << (attribute.note.empty() ? "" : ", " + attribute.note) << '\n';
  }
  for (const auto& warning : config.origins->warnings) std::cout << "Warning: " << warning << '\n';
}

void print_methods(const std::vector<AuthReport>& reports) {
  std::cout << "\nMethods:\n";
  for (const auto& report : reports) {
    std::cout << "  " << report.auth_type << ": ";
    if (!report.chosen) {
      std::cout << "passed over, " << report.reason << '\n';
    } else if (report.reason.empty()) {
      std::cout << "this one is used\n";
    } else {
      std::cout << "this one would be used, but: " << report.reason << '\n';
    }
  }
}

bool works(const AuthReport& report) { return report.chosen && report.reason.empty(); }

}  // namespace

int main(int count, char** arguments) {
  try {
    const databricks::Client client({.profile = count > 1 ? arguments[1] : ""});
    const auto reports = databricks::explain_auth(client);
    print_attributes(client.config(), !reports.empty() && reports.back().chosen ? reports.back().auth_type : "");
    print_methods(reports);
    return std::any_of(reports.begin(), reports.end(), works) ? 0 : 1;
  } catch (const databricks::Error& error) {
    std::cerr << "auth_describe: " << error.what() << '\n';
    return 1;
  }
}
