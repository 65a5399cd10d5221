#include "auth/pat.hpp"

namespace databricks::detail {

namespace {

class PatCredentials : public Credentials {
 public:
  explicit PatCredentials(const std::string& token) : authorization_("Bearer " + token) {}
  std::string_view auth_type() const override { return "pat"; }
  void sign(HttpRequest& request) override { request.headers.set("Authorization", authorization_); }

 private:
  std::string authorization_;
};

}  // namespace

std::unique_ptr<Credentials> pat_credentials(const Config& config) {
  if (config.token.empty()) return nullptr;
  return std::make_unique<PatCredentials>(config.token);
}

}  // namespace databricks::detail
