// Header fields: what we send is checked here, so that no value can smuggle in another header or request.
#include "http/headers.hpp"

#include "text/ascii.hpp"

#include <algorithm>
#include <databricks/error.hpp>
#include <databricks/http.hpp>

namespace databricks {

namespace {

bool is_token_char(char c) {
  return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// A bad name may hold anything, line breaks included, and must not break the line of a log.
std::string printable(std::string_view text) {
  std::string shown(text);
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return shown;
}

}  // namespace

bool is_header_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

void check_header(std::string_view name, std::string_view value) {
  if (!is_header_name(name)) {
    throw InvalidArgument("\"" + printable(name) +
                          "\" is no header name: use letters, digits and !#$%&'*+-.^_`|~ only");
  }
  if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
    throw InvalidArgument("the value of header " + std::string(name) + " holds a line break or NUL");
  }
}

void Headers::set(std::string_view name, std::string value) {
  check_header(name, value);
  const auto named = [&](const Entry& entry) { return same_text(entry.first, name); };
  const auto first = std::find_if(entries_.begin(), entries_.end(), named);
  if (first == entries_.end()) {
    entries_.emplace_back(name, std::move(value));
    return;
  }
  first->second = std::move(value);
  entries_.erase(std::remove_if(first + 1, entries_.end(), named), entries_.end());
}

void Headers::add_received(std::string name, std::string value) {
  entries_.emplace_back(std::move(name), std::move(value));
}

const std::string* Headers::find(std::string_view name) const {
  for (const auto& [key, value] : entries_) {
    if (same_text(key, name)) return &value;
  }
  return nullptr;
}

}  // namespace databricks
