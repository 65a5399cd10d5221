// Request and answer as the debug log shows them.
#include "observe/masked_text.hpp"
#include "observe/plain_text.hpp"
#include "observe/redact.hpp"
#include "text/ascii.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::size_t kLeastLimit = 96;
constexpr std::string_view kStream = "[raw stream]";

std::string_view content_type(const Headers& headers) {
  const std::string* value = headers.find("Content-Type");
  return value ? std::string_view(*value) : std::string_view();
}

// Every line of the text on a line of its own, so that no text can look like another record.
void add_lines(std::string& out, std::string_view prefix, std::string_view text) {
  for (;;) {
    const std::size_t end = text.find('\n');
    out += '\n';
    out += prefix;
    out += text.substr(0, end);
    if (end == text.npos) return;
    text.remove_prefix(end + 1);
  }
}

void add_body(std::string& out, std::string_view prefix, std::string_view body, std::string_view type,
              std::size_t limit) {
  if (body.empty()) return;
  const bool parts = ascii_lower(type).starts_with("multipart/");
  add_lines(out, prefix, parts ? std::string(kStream) : shown_body(body, type, limit));
}

void add_request(std::string& out, const HttpRequest& request, bool headers, std::size_t limit) {
  out += printable(request.method) + ' ' + shown_target(request.target);
  if (headers) {
    for (const auto& [name, value] : request.headers) {
      out += "\n> * " + printable(name) + ": " + cut_text(shown_header(name, value), limit);
    }
  }
  if (request.source) {
    add_lines(out, "> ", kStream);
  } else if (request.has_body) {
    add_body(out, "> ", request.body, content_type(request.headers), limit);
  }
}

}  // namespace

std::string shown_round_trip(const HttpRequest& request, const HttpResponse* response, std::string_view failure,
                             bool headers, std::size_t truncate_bytes, bool streamed) {
  const std::size_t limit = std::max(truncate_bytes, kLeastLimit);
  std::string out;
  add_request(out, request, headers, limit);
  if (response != nullptr) {
    out += "\n< " + std::to_string(response->status);
    if (!response->reason.empty()) out += ' ' + shown_text(printable(response->reason), limit);
    if (streamed && response->body.empty()) {
      add_lines(out, "< ", kStream);
    } else {
      add_body(out, "< ", response->body, content_type(response->headers), limit);
    }
  }
  if (!failure.empty()) add_lines(out, "< ", "Error: " + masked_text(printable(failure, true)));
  return out;
}

}  // namespace databricks::detail
