// Fuzzes requests to the local workspace's token endpoint: the first line is the Authorization header, the rest the
// form. Hostile ones are refused or read, and what the SDK sends is read back.
#include "testing/local/token_request.hpp"
#include "auth/base64.hpp"
#include "request/form.hpp"
#include "require.hpp"

namespace {

using namespace databricks;
using fuzz::require;
using testing::local::read_token_request;
using testing::local::TokenError;

HttpRequest request_with(std::string form) {
  HttpRequest http{.method = "POST", .body = std::move(form)};
  http.headers.set("Content-Type", "application/x-www-form-urlencoded");
  return http;
}

void check_round_trip(const std::string& a, const std::string& b) {
  const auto by_form =
      read_token_request(request_with(detail::form_body({{"client_id", a}, {"client_secret", b}, {"scope", a + b}})));
  require(by_form.client_id == a && by_form.client_secret == b, "client and secret come back from the form");
  const auto scope = by_form.fields.find("scope");
  require(scope == by_form.fields.end() ? (a + b).empty() : scope->second == a + b, "so does any field");

  auto pair = detail::form_body({{a, b}});
  pair[pair.find('=')] = ':';
  auto http = request_with({});
  http.headers.set("Authorization", "Basic " + detail::base64(pair));
  const auto by_header = read_token_request(http);
  require(by_header.client_id == a && by_header.client_secret == b, "both come back from the header");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string line(input.substr(0, input.find('\n')));
  const std::string rest(input.substr(std::min(input.size(), line.size() + 1)));
  auto http = request_with(rest);
  if (!line.empty()) http.headers.add_received("Authorization", line);
  try {
    const auto read = read_token_request(http);
    for (const auto& [name, value] : read.fields) require(!value.empty(), "fields without a value are left out");
  } catch (const TokenError& error) {
    require(!error.code.empty() && std::string_view(error.what()).size() > 9, "a refusal says why");
  }
  check_round_trip(line, rest);
  return 0;
}
