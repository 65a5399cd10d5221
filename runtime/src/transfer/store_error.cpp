#include "transfer/store_error.hpp"

#include "errors/parse.hpp"
#include "errors/statuses.hpp"
#include "observe/plain_text.hpp"
#include "text/ascii.hpp"
#include "text/one_line.hpp"

namespace databricks::detail {

namespace {

constexpr std::size_t kLongestBody = std::size_t{64} << 10;
constexpr std::size_t kLongestShown = 300;

struct Entity {
  std::string_view name;
  char character;
};
constexpr Entity kEntities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};

std::string decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Entity* found = nullptr;
    for (const auto& entity : kEntities) {
      if (text.starts_with(entity.name)) found = &entity;
    }
    out += found ? found->character : text.front();
    text.remove_prefix(found ? found->name.size() : 1);
  }
  return out;
}

// Takes all up to and with `end`; false when it is not there.
bool skip_past(std::string_view& text, std::string_view end) {
  const auto at = text.find(end);
  if (at == text.npos) return false;
  text.remove_prefix(at + end.size());
  return true;
}

// Declarations, comments and blanks.
bool skip_prolog(std::string_view& text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (;;) {
    text = trim(text);
    if (text.starts_with("<!--")) {
      if (!skip_past(text, "-->")) return false;
    } else if (text.starts_with("<?") || text.starts_with("<!")) {
      if (!skip_past(text, ">")) return false;
    } else {
      return true;
    }
  }
}

// The name of the element that begins here, past its tag; empty: none does. `closed`: it has no contents.
std::string_view take_tag(std::string_view& text, bool& closed) {
  const auto end = text.find('>');
  if (!text.starts_with('<') || text.starts_with("</") || end == text.npos) return {};
  const auto tag = text.substr(1, end - 1);
  closed = tag.ends_with('/');
  text.remove_prefix(end + 1);
  return tag.substr(0, tag.find_first_of(" \t\r\n/"));
}

std::string* member(StoreError& error, std::string_view name) {
  if (name == "Code") return &error.code;
  if (name == "Message") return &error.message;
  if (name == "AuthenticationErrorDetail") return &error.detail;
  return nullptr;
}

}  // namespace

std::optional<StoreError> parse_store_error(std::string_view body) {
  body = body.substr(0, kLongestBody);
  bool closed = false;
  if (!skip_prolog(body) || take_tag(body, closed) != "Error") return std::nullopt;
  StoreError error;
  while (!closed && skip_prolog(body)) {
    bool empty = false;
    const auto name = take_tag(body, empty);
    if (name.empty()) break;
    if (empty) continue;
    const auto end = body.find("</" + std::string(name));
    if (end == body.npos) break;
    if (auto* text = member(error, name)) *text = decoded(trim(body.substr(0, end)));
    body.remove_prefix(end);
    if (!skip_past(body, ">")) break;
  }
  return error;
}

bool is_expired(const HttpResponse& response) {
  if (response.status != 403) return false;
  const auto error = parse_store_error(response.body);
  if (!error) return false;
  if (error->code == "AuthenticationFailed") {
    return error->detail.find("Signature not valid in the specified time frame") != error->detail.npos;
  }
  return error->code == "AccessDenied" && error->message == "Request has expired";
}

void throw_store_error(const HttpResponse& response, std::string_view what) {
  const auto said = parse_store_error(response.body).value_or(StoreError{});
  std::string message(what);
  message += ": the object store answered " + std::to_string(response.status) + ' ';
  message += said.code.empty() ? status_text(response.status) : one_line(shown_text(said.code, kLongestShown));
  if (!said.message.empty()) message += ": " + one_line(shown_text(said.message, kLongestShown));
  throw_service_error({}, {.status_code = response.status, .message = std::move(message)});
}

}  // namespace databricks::detail
