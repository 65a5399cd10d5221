#include "errors/clean.hpp"

#include "json/utf8.hpp"

namespace databricks::detail {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The length of the control character that valid UTF-8 begins with: C0, DEL, or the two bytes of C1. 0: none.
std::size_t control_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first == '\n' || first == '\t') return 0;
  if (first < 0x20 || first == 0x7F) return 1;
  return first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0 ? 2 : 0;
}

}  // namespace

std::string clean_text(std::string_view text) {
  const std::string repaired = repaired_utf8(text);
  std::string out;
  out.reserve(repaired.size());
  for (std::string_view rest = repaired; !rest.empty();) {
    if (rest.starts_with("\r\n")) rest.remove_prefix(1);
    const auto control = control_size(rest);
    if (control > 0) {
      out += kReplacement;
    } else {
      out += rest.front();
    }
    rest.remove_prefix(control > 0 ? control : 1);
  }
  return out;
}

}  // namespace databricks::detail
