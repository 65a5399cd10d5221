#include "request/form.hpp"

#include "request/percent.hpp"

namespace databricks::detail {

namespace {

void append_encoded(std::string& out, std::string_view text) {
  for (;;) {
    const auto blank = text.find(' ');
    append_percent_encoded(out, text.substr(0, blank));
    if (blank == text.npos) return;
    out += '+';
    text.remove_prefix(blank + 1);
  }
}

}  // namespace

std::string form_body(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    if (!body.empty()) body += '&';
    append_encoded(body, name);
    body += '=';
    append_encoded(body, value);
  }
  return body;
}

}  // namespace databricks::detail
