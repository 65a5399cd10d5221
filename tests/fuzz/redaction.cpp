// Fuzzes what the log makes of a body: the first byte chooses the content type, the rest is the body. The text is
// UTF-8 without control characters, and a planted secret does not show.
#include "json/utf8.hpp"
#include "observe/redact.hpp"
#include "require.hpp"

#include <algorithm>

namespace {

using namespace databricks::detail;
using fuzz::require;

constexpr std::string_view kTypes[] = {"application/json", "application/x-www-form-urlencoded", "text/plain", ""};

// One secret, as the value of a member; and no way to write another one that becomes a secret only when it is shown.
bool is_planted(std::string_view body) {
  constexpr std::string_view member = "\"token_value\":\"planted-secret";
  const std::size_t first = body.find("planted-secret");
  if (first == body.npos || body.find("planted-secret", first + 1) != body.npos) return false;
  if (body.find(member) == body.npos || body.find('%') != body.npos || body.find("\\u") != body.npos) return false;
  return std::all_of(body.begin(), body.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

void check(const std::string& shown, bool planted) {
  require(is_utf8(shown), "what is shown is UTF-8");
  require(std::none_of(shown.begin(), shown.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; }),
          "no control characters are shown");
  require(!planted || shown.find("planted-secret") == shown.npos, "a secret is not shown");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view type = kTypes[data[0] % std::size(kTypes)];
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool planted = is_planted(body);
  check(shown_body(body, type, 96), planted);
  check(shown_body(body, type, 100'000), planted);
  check(shown_target(body), planted);
  const std::string text = excerpt(body, type, 1024);
  require(text.size() <= 1024, "an excerpt has its limit");
  check(text, planted);
  return 0;
}
