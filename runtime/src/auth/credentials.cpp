// Anchors of the credentials interface, and credentials that are a function.
#include <databricks/credentials.hpp>

#include <algorithm>

namespace databricks {

AuthError::~AuthError() = default;
Credentials::~Credentials() = default;

OAuthToken Credentials::token(const std::stop_token&) {
  throw AuthError("OAuth tokens are not available for " + std::string(auth_type()) + " authentication");
}

namespace {

class FunctionCredentials final : public Credentials {
 public:
  FunctionCredentials(std::string name, Function<std::optional<Headers>()> headers)
      : name_(std::move(name)), headers_(std::move(headers)) {}
  std::string_view auth_type() const override { return name_; }
  Headers headers(const std::stop_token&) override {
    auto made = headers_();
    if (!made) throw AuthError(name_ + " auth: not configured");
    return *std::move(made);
  }

 private:
  std::string name_;
  Function<std::optional<Headers>()> headers_;
};

bool is_name_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("_.+-").find(c) != std::string_view::npos;
}

}  // namespace

std::shared_ptr<Credentials> function_credentials(std::string name, Function<std::optional<Headers>()> headers) {
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_char) || !headers) {
    throw InvalidArgument("credentials need a name of 0-9A-Za-z_.+- and a function");
  }
  return std::make_shared<FunctionCredentials>(std::move(name), std::move(headers));
}

}  // namespace databricks
