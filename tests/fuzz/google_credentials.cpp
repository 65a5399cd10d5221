// Fuzzes the JSON of Google's credentials: key files and Application Default Credentials. Nothing may crash, nothing
// but AuthError be thrown, and no error show a secret.
#include "auth/google_default.hpp"
#include "auth/google_service_account.hpp"

#include <cstdio>
#include <cstdlib>

namespace {

using databricks::AuthError;

template <class F>
void try_to(F&& read) {
  try {
    read();
  } catch (const AuthError& error) {
    const std::string_view text = error.what();
    if (text.find("planted-secret") == text.npos && text.find('\n') == text.npos && text.size() < 1000) return;
    std::fprintf(stderr, "violated: an error shows no secret, one line: %s\n", error.what());
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const auto context = std::make_shared<databricks::detail::AuthContext>();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try_to([&] { databricks::detail::read_google_service_account(text, "google_credentials"); });
  try_to([&] { databricks::detail::read_google_source(context, text, "file.json"); });
  return 0;
}
