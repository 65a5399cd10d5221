// read_json: a JSON text -> an object.
#include <databricks/json.hpp>

#include "json/builder.hpp"
#include "json/reader.hpp"
#include "json/utf8.hpp"

#include <boost/json/error.hpp>

#include <algorithm>

namespace databricks {

namespace {

// The parser is recursive with some 200 bytes per level; this keeps it well within a thread's stack.
constexpr std::size_t deepest = 10'000;

std::size_t max_depth(const detail::ReaderOptions& options) { return std::min(options.max_depth, deepest); }

[[noreturn]] void fail(const detail::Outcome& outcome, std::string_view text, const detail::ReaderOptions& options) {
  using boost::json::error;
  std::string reason = "not valid JSON at byte " + std::to_string(outcome.position) + ": ";
  if (outcome.error == error::too_deep) {
    reason = "nested deeper than " + std::to_string(max_depth(options)) + " levels";
  } else if (outcome.error == error::incomplete) {
    reason += "the text ends too early";
  } else if (outcome.error == error::extra_data) {
    reason += "there is more text after the value";
  } else if (!detail::is_utf8(text)) {
    reason += "invalid UTF-8";
  } else {
    reason += outcome.error.message();
  }
  throw JsonError(outcome.path, reason);
}

}  // namespace

void detail::read(const Type& type, void* object, std::string_view text, const ReaderOptions& options) {
  if (text.size() > options.max_text) {
    throw JsonError("$", "the text has " + std::to_string(text.size()) + " bytes; the limit is " +
                             std::to_string(options.max_text));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.find_first_not_of(" \t\r\n") == text.npos) throw JsonError("$", "the text is empty");
  const BuildOptions build{options.strict, options.mask_secrets};
  Outcome outcome = parse(type, object, text, build, max_depth(options));
  if (!outcome.error) return;
  if (!options.strict && outcome.error != boost::json::error::too_deep) {
    // Reading again is safe although the object is half read: every member read so far is read once more, to
    // the same value.
    const std::string repaired = repaired_json(text);
    if (repaired != text) {
      outcome = parse(type, object, repaired, build, max_depth(options));
      if (!outcome.error) return;
    }
  }
  fail(outcome, text, options);
}

void read_json(const Type& type, void* object, std::string_view text, const ReadOptions& options) {
  detail::read(type, object, text, {options, false});
}

}  // namespace databricks
