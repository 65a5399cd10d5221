#include "testing/local/multipart.hpp"

#include "testing/local/refuse.hpp"
#include "text/ascii.hpp"

namespace databricks::testing::local {

namespace {

[[noreturn]] void refuse_form(const char* why) { refuse("MALFORMED_REQUEST", std::string("The form has ") + why); }

// The value of `name=value` or `name="value"` among parameters after a semicolon; empty: there is none.
std::string parameter(std::string_view header, std::string_view name) {
  for (auto semicolon = header.find(';'); semicolon != header.npos; semicolon = header.find(';', semicolon + 1)) {
    auto rest = trim(header.substr(semicolon + 1));
    if (rest.size() <= name.size() || rest[name.size()] != '=' || !same_text(rest.substr(0, name.size()), name))
      continue;
    rest.remove_prefix(name.size() + 1);
    const bool quoted = rest.starts_with('"');
    if (quoted) rest.remove_prefix(1);
    return std::string(rest.substr(0, rest.find(quoted ? '"' : ';')));
  }
  return {};
}

std::string name_in(std::string_view head) {
  constexpr std::string_view kHeader = "content-disposition:";
  while (!head.empty()) {
    const auto line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    if (same_text(line.substr(0, kHeader.size()), kHeader)) return parameter(line, "name");
  }
  return {};
}

FormPart parse_part(std::string_view part) {
  const auto blank = part.find("\r\n\r\n");
  if (blank == part.npos) refuse_form("a part without an end of its head");
  auto name = name_in(part.substr(0, blank));
  if (name.empty()) refuse_form("a part without a name");
  return {std::move(name), std::string(part.substr(blank + 4))};
}

}  // namespace

std::vector<FormPart> parse_multipart(std::string_view content_type, std::string_view body) {
  const auto boundary = parameter(content_type, "boundary");
  if (boundary.empty()) refuse_form("no boundary");
  const auto delimiter = "--" + boundary;
  if (!body.starts_with(delimiter)) refuse_form("no beginning");
  body.remove_prefix(delimiter.size());
  std::vector<FormPart> parts;
  while (body.starts_with("\r\n")) {
    body.remove_prefix(2);
    const auto end = body.find("\r\n" + delimiter);
    if (end == body.npos) refuse_form("a part without an end");
    parts.push_back(parse_part(body.substr(0, end)));
    body.remove_prefix(end + 2 + delimiter.size());
  }
  if (!body.starts_with("--")) refuse_form("no end");
  return parts;
}

}  // namespace databricks::testing::local
