// Fuzzes the JSON reader and writer. Whatever is read must be written, and read again to the same; nothing may
// crash, and nothing but JsonError be thrown.
#include "everything.hpp"
#include "require.hpp"

#include <optional>

namespace {

using fuzz::require;

using databricks::ReadOptions;
using fuzz::Everything;

std::optional<Everything> read(std::string_view text, const ReadOptions& options) {
  try {
    return databricks::from_json<Everything>(text, options);
  } catch (const databricks::JsonError& error) {
    require(!error.path().empty() && error.path().front() == '$', "an error has a path");
    return std::nullopt;
  }
}

bool same(const Everything& a, const Everything& b) {
  return databricks::equal(databricks::type_of<Everything>(), &a, &b);
}

void check_round_trip(const Everything& object) {
  const std::string compact = databricks::to_json(object);
  const auto again = read(compact, {.strict = true});
  require(again.has_value(), "what was written can be read");
  require(same(object, *again), "what was written is read to the same");
  require(databricks::to_json(*again) == compact, "it is written the same once more");
  const auto pretty = read(databricks::to_json(object, {.indent = 2}), {.strict = true});
  require(pretty && same(object, *pretty), "indented text is read to the same");
  const auto masked = databricks::to_json(object, {.mask_secrets = true});
  databricks::RawJson any;
  databricks::read_json(databricks::type_of<databricks::RawJson>(), &any, masked, {.strict = true});
  if (object.token.has_value()) require(any.text.find("**REDACTED**") != any.text.npos, "secrets are masked");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lenient = read(text, {.max_depth = 100});
  const auto strict = read(text, {.strict = true, .max_depth = 100});
  if (strict) require(lenient && same(*strict, *lenient), "lenient reading takes what strict reading takes");
  if (lenient) check_round_trip(*lenient);
  return 0;
}
