// Fuzzes base64: what is read is written as it was, and what is written is read back. (Bits behind the last byte may be
// anything, so a text may differ from the canonical one in its last digit.)
#include "auth/base64.hpp"
#include "require.hpp"

namespace {

using fuzz::require;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace databricks::detail;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  require(from_base64(base64(input)) == input, "bytes come back");
  require(from_base64_url(base64_url(input)) == input, "bytes come back from the URL form");
  if (const auto bytes = from_base64(input)) {
    const auto text = base64(*bytes);
    require(text.size() == input.size(), "a text that is read has the length of its canonical form");
    require(from_base64(text) == bytes, "its canonical form means the same");
  }
  return 0;
}
