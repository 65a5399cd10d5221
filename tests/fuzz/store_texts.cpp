// Fuzzes what object stores answer to uploads, and the state of an upload that was interrupted: nothing may crash, and
// what was read as a state must be written and read as the same.
#include "transfer/content_check.hpp"
#include "transfer/store_error.hpp"
#include "transfer/stored_range.hpp"
#include "transfer/upload_state.hpp"

#include <databricks/service_error.hpp>

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace databricks;
  const std::string text(reinterpret_cast<const char*>(data), size);
  HttpResponse response{.status = 403, .body = text};
  detail::is_expired(response);
  try {
    detail::throw_store_error(response, "upload");
  } catch (const DatabricksError& error) {
    if (error.message().find('\n') != std::string::npos) std::abort();
  }
  response.headers.add_received("Range", text);
  response.headers.add_received("x-goog-hash", text);
  response.headers.add_received("Content-MD5", text);
  detail::stored_bytes(response.headers);
  detail::content_sums(response);
  if (const auto state = detail::parse_upload_state(text)) {
    const auto written = detail::upload_state_text(*state);
    const auto again = detail::parse_upload_state(written);
    if (!again || detail::upload_state_text(*again) != written) {
      std::fputs("violated: a state is read as it was written\n", stderr);
      std::abort();
    }
  }
  return 0;
}
