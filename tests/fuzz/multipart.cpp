// Fuzzes forms of several parts: hostile ones (behind the first line, which is the header) are refused or taken apart,
// and what the SDK writes is read back.
#include "request/multipart.hpp"
#include "require.hpp"
#include "testing/local/multipart.hpp"

#include <databricks/service_error.hpp>

namespace {

using namespace databricks;
using fuzz::require;

std::string contents_of(const Source& source) {
  std::string bytes;
  char buffer[57];
  while (const auto n = source.get()->read(buffer, sizeof buffer)) bytes.append(buffer, n);
  return bytes;
}

void check_round_trip(const std::string& name, const std::string& bytes) {
  detail::MultipartForm form;
  form.add("field" + name, bytes);
  form.add_file("file", name, Source(bytes));
  const auto source = form.body();
  const auto size = source.get()->size();
  const auto body = contents_of(source);
  require(size == body.size(), "the size is known");
  require(source.get()->rewind() && contents_of(source) == body, "the body can be sent again");
  const auto parts = testing::local::parse_multipart(form.content_type(), body);
  require(parts.size() == 2 && parts[0].bytes == bytes && parts[1].bytes == bytes, "all bytes come back");
  require(parts[1].name == "file", "no name leads into another");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto line = input.substr(0, input.find('\n'));
  const auto body = input.substr(std::min(input.size(), line.size() + 1));
  try {
    testing::local::parse_multipart(line, body);
  } catch (const DatabricksError&) {
  }
  check_round_trip(std::string(line), std::string(body));
  return 0;
}
