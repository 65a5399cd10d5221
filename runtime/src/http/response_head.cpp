#include "http/response_head.hpp"

#include "http/headers.hpp"
#include "text/ascii.hpp"

#include <algorithm>
#include <charconv>

namespace databricks {

namespace {

constexpr std::size_t kMostHeaders = 1000;

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// NUL, a lone CR and their like mean different things to different readers, and no good to a terminal.
bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; });
}

// Calls f for every item of every header of this name: `a, b` is two items.
template <class F>
void each_item(const Headers& headers, std::string_view name, F f) {
  for (const auto& [key, value] : headers) {
    if (!same_text(key, name)) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto comma = std::min(rest.find(','), rest.size());
      if (const auto item = trim(rest.substr(0, comma)); !item.empty()) f(item);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
}

bool parse_status_line(std::string_view line, ResponseHead& head) {
  // `HTTP/1.1 200 OK`; the reason and the blank before it may be missing.
  if (has_control(line) || line.size() < 12 || !line.starts_with("HTTP/1.") || line[8] != ' ') return false;
  if (line[7] < '0' || line[7] > '9') return false;
  head.http_1_1 = line[7] != '0';
  const auto [end, error] = std::from_chars(line.data() + 9, line.data() + 12, head.status);
  if (error != std::errc() || end != line.data() + 12 || head.status < 100) return false;
  if (line.size() > 12 && line[12] != ' ') return false;
  head.reason = trim(line.substr(12));
  return true;
}

bool parse_length(const Headers& headers, std::optional<std::uint64_t>& length) {
  bool good = true;
  each_item(headers, "content-length", [&](std::string_view item) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), value);
    const bool number = error == std::errc() && end == item.data() + item.size();
    good = good && number && (!length || *length == value);
    length = value;
  });
  return good;
}

std::string_view parse_encoding(const Headers& headers, bool& gzip) {
  std::string_view problem;
  each_item(headers, "content-encoding", [&](std::string_view item) {
    if (same_text(item, "identity")) return;
    if (gzip || !(same_text(item, "gzip") || same_text(item, "x-gzip"))) {
      problem = "the answer has a Content-Encoding other than gzip, which was not asked for";
    }
    gzip = true;
  });
  return problem;
}

}  // namespace

std::size_t head_length(std::string_view text, std::size_t scanned) {
  // An empty line is \n\n or \n\r\n; three bytes of it may have been seen before.
  for (auto at = text.find('\n', scanned < 3 ? 0 : scanned - 3); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    const auto rest = text.substr(at + 1);
    if (rest.starts_with('\n')) return at + 2;
    if (rest.starts_with("\r\n")) return at + 3;
  }
  return 0;
}

bool may_be_interim(std::string_view text) {
  // A ? is any digit.
  constexpr std::string_view kPattern = "HTTP/1.? 1??";
  for (std::size_t i = 0; i < std::min(text.size(), kPattern.size()); ++i) {
    const bool fits = kPattern[i] == '?' ? text[i] >= '0' && text[i] <= '9' : text[i] == kPattern[i];
    if (!fits) return false;
  }
  return !text.substr(0, kPattern.size()).ends_with("101");
}

std::string_view parse_head(std::string_view text, ResponseHead& head) {
  if (!parse_status_line(take_line(text), head)) return "the answer is not HTTP/1.1";
  for (auto line = take_line(text); !line.empty(); line = take_line(text)) {
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    // Blanks before the colon and folded lines are how requests and answers get smuggled (RFC 9112 5.1, 5.2).
    if (colon == std::string_view::npos || !is_header_name(name) || has_control(line)) {
      return "the answer has a malformed header line";
    }
    if (head.headers.size() == kMostHeaders) return "the answer has more than 1000 header lines";
    head.headers.add_received(std::string(name), std::string(trim(line.substr(colon + 1))));
  }
  return {};
}

std::string_view parse_framing(const ResponseHead& head, std::string_view method, Framing& framing) {
  framing = {.keep_alive = head.http_1_1};
  each_item(head.headers, "connection", [&](std::string_view item) {
    if (same_text(item, "close")) framing.keep_alive = false;
  });
  const bool framed = head.headers.find("content-length") || head.headers.find("transfer-encoding");
  if (head.status == 204 && framed) framing.keep_alive = false;  // a body that must not be there may follow
  const bool tunnel = method == "CONNECT" && head.status / 100 == 2;
  if (method == "HEAD" || tunnel || head.status == 204 || head.status == 304) return {};

  std::optional<std::uint64_t> length;
  if (!parse_length(head.headers, length)) return "the answer has no proper Content-Length";
  std::size_t codings = 0;
  bool chunked = false;
  each_item(head.headers, "transfer-encoding", [&](std::string_view item) {
    ++codings;
    chunked = same_text(item, "chunked");
  });
  if (codings > 0 && !(chunked && codings == 1)) return "the answer has a Transfer-Encoding other than chunked";
  if (chunked) {
    framing.kind = Framing::chunked;
    if (length) framing.keep_alive = false;  // one of the two lies; what follows can't be trusted
  } else if (length) {
    framing.kind = Framing::length;
    framing.bytes = *length;
  } else {
    framing.kind = Framing::until_close;
    framing.keep_alive = false;
  }
  return parse_encoding(head.headers, framing.gzip);
}

}  // namespace databricks
