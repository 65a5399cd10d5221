#include "auth/bearer.hpp"

#include "text/ascii.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

class FixedCredentials final : public Credentials {
 public:
  FixedCredentials(std::string_view auth_type, Headers headers) : auth_type_(auth_type), headers_(std::move(headers)) {}
  std::string_view auth_type() const override { return auth_type_; }
  Headers headers(const std::stop_token&) override { return headers_; }

 private:
  std::string auth_type_;
  Headers headers_;
};

class BearerCredentials final : public Credentials {
 public:
  BearerCredentials(std::string_view auth_type, std::unique_ptr<TokenSource> source)
      : auth_type_(auth_type), source_(std::move(source)) {}
  std::string_view auth_type() const override { return auth_type_; }
  Headers headers(const std::stop_token& stop) override {
    const auto current = token(stop);
    Headers made;
    made.set("Authorization", current.token_type + ' ' + current.access_token);
    return made;
  }
  OAuthToken token(const std::stop_token& stop) override {
    try {
      return source_->get(stop);
    } catch (const Error& error) {
      throw AuthError(auth_type_ + ": " + error.what());
    }
  }

 private:
  std::string auth_type_;
  std::unique_ptr<TokenSource> source_;
};

}  // namespace

std::shared_ptr<Credentials> fixed_credentials(std::string_view auth_type, Headers headers) {
  return std::make_shared<FixedCredentials>(auth_type, std::move(headers));
}

std::shared_ptr<Credentials> bearer_credentials(std::string_view auth_type, std::unique_ptr<TokenSource> source) {
  return std::make_shared<BearerCredentials>(auth_type, std::move(source));
}

std::string checked_secret(std::string_view secret, std::string_view what) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  if (std::any_of(secret.begin(), secret.end(), is_control)) {
    throw AuthError(std::string(what) + " holds a line break or another control character");
  }
  return std::string(secret);
}

std::string checked_token(std::string_view token, std::string_view what) { return checked_secret(trim(token), what); }

}  // namespace databricks::detail
