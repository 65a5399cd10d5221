#include "observe/redact.hpp"

#include "observe/hidden_bodies.hpp"
#include "observe/masked_names.hpp"
#include "observe/masked_text.hpp"
#include "observe/plain_text.hpp"
#include "observe/shown_json.hpp"
#include "request/percent.hpp"
#include "text/ascii.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::size_t kLeastLimit = 96;

// `a=b&token=x` -> `a=b&token=**REDACTED**`, percent-decoded.
std::string shown_pairs(std::string_view pairs) {
  std::string out;
  for (bool more = true; more;) {
    const std::size_t end = pairs.find('&');
    const std::string_view pair = pairs.substr(0, end);
    const std::size_t equals = pair.find('=');
    const std::string name = printable(percent_decoded(pair.substr(0, equals)), true);
    out += masked_text(name);
    if (equals != pair.npos) {
      out += '=';
      out += is_masked_parameter(name) ? std::string(kMask)
                                       : masked_text(printable(percent_decoded(pair.substr(equals + 1)), true));
    }
    more = end != pairs.npos;
    if (more) out += '&';
    pairs.remove_prefix(more ? end + 1 : pairs.size());
  }
  return out;
}

std::string media_type(std::string_view content_type) {
  return ascii_lower(trim(content_type.substr(0, content_type.find(';'))));
}

bool is_form(std::string_view content_type) { return media_type(content_type) == "application/x-www-form-urlencoded"; }

bool may_be_json(std::string_view body, std::string_view content_type) {
  const std::string type = media_type(content_type);
  if (type.ends_with("/json") || type.ends_with("+json")) return true;
  const std::size_t first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != body.npos && std::string_view("{[\"").find(body[first]) != std::string_view::npos;
}

}  // namespace

std::string shown_header(std::string_view name, std::string_view value) {
  if (!is_masked_header(name)) return masked_text(printable(value));
  const std::string_view scheme = value.substr(0, value.find(' '));
  const bool is_scheme = scheme.size() < value.size() &&
                         same_text(name.substr(name.size() - std::min<std::size_t>(name.size(), 13)), "authorization");
  return (is_scheme ? printable(scheme) + ' ' : std::string()) + "REDACTED";
}

std::string shown_target(std::string_view target) {
  const std::size_t query = target.find('?');
  std::string out = masked_text(printable(percent_decoded(target.substr(0, query))));
  if (query != target.npos) out += '?' + shown_pairs(target.substr(query + 1));
  return printable(out);
}

std::string shown_body(std::string_view body, std::string_view content_type, std::size_t truncate_bytes) {
  if (HiddenBodies::any()) return std::string(HiddenBodies::kNote);
  const std::size_t limit = std::max(truncate_bytes, kLeastLimit);
  if (is_form(content_type)) return shown_text(shown_pairs(body), limit);
  if (may_be_json(body, content_type)) {
    if (auto json = shown_json(body, {.limit = limit})) return *json;
  }
  return shown_text(body, limit);
}

std::string excerpt(std::string_view body, std::string_view content_type, std::size_t bytes) {
  if (HiddenBodies::any()) return std::string(HiddenBodies::kNote);
  std::string text;
  if (is_form(content_type)) {
    text = shown_pairs(body.substr(0, whole_characters(body, bytes * 4)));
  } else if (auto json = may_be_json(body, content_type) ? shown_json(body, {.pretty = false}) : std::nullopt) {
    text = *std::move(json);
  } else {
    text = shown_text(body, bytes);
    if (text.size() > bytes) text.resize(text.rfind("... ("));
  }
  text = printable(text, true);
  text.resize(whole_characters(text, bytes));
  return text;
}

}  // namespace databricks::detail
