// Fuzzes what is made of a command's text and result: the input is the command, the data of a table, and, cut in two,
// summary and cause of an error.
#include "command_error.hpp"
#include "command_table.hpp"
#include "command_text.hpp"
#include "json/utf8.hpp"
#include "require.hpp"

#include <databricks/error.hpp>

#include <algorithm>

namespace {

using namespace databricks;
using fuzz::require;

void check_error(std::string_view summary, std::string_view cause) {
  const auto error = ext::command_error(summary, cause);
  require(detail::is_utf8(error), "an error is UTF-8");
  require(std::none_of(error.begin(), error.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; }),
          "an error has no control characters");
}

void check_table(std::string_view text) {
  try {
    ext::table_rows(text);
  } catch (const JsonError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto trimmed = ext::trimmed_command(text);
  require(ext::trimmed_command(trimmed) == trimmed, "what is trimmed stays as it is");
  require(ext::without_cell_marks(text).size() <= size, "removing marks adds nothing");
  check_table(text);
  check_error(text, "");
  check_error("", text);
  check_error(text.substr(0, size / 2), text.substr(size / 2));
  return 0;
}
