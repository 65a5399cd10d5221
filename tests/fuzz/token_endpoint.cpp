// Fuzzes what token endpoints answer and what tokens say. The first byte chooses the status; nothing may crash, nothing
// but AuthError be thrown, and a token that is taken can stand in a header.
#include "auth/token_endpoint.hpp"
#include "auth/jwt.hpp"
#include "require.hpp"

namespace {

using namespace databricks;
using fuzz::require;

void check_answer(int status, std::string body) {
  const std::chrono::system_clock::time_point now{std::chrono::seconds(1'750'000'000)};
  try {
    const auto token = detail::parse_token({.status = status, .body = std::move(body)}, "https://h", now);
    require(status >= 200 && status < 300, "only success brings a token");
    require(!token.access_token.empty() && token.expiry.has_value(), "a token is whole");
    Headers headers;
    headers.set("Authorization", token.token_type + ' ' + token.access_token);
  } catch (const AuthError& error) {
    const std::string_view text = error.what();
    require(text.size() < 16384, "an error is short");
    require(text.find_first_of("\r\n\x1b") == text.npos || status >= 300, "an error is one line");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr int kStatuses[] = {200, 400, 401, 302, 500};
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  check_answer(kStatuses[data[0] % 5], text);
  databricks::detail::jwt_expiry(text);
  databricks::detail::jwt_text_claim(text, "upn");
  databricks::detail::jwt_text_claim("e30." + text + ".x", "upn");
  return 0;
}
