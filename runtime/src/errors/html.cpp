#include "errors/html.hpp"

#include "text/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>

namespace databricks::detail {

namespace {

struct Entity {
  std::string_view name;
  std::string_view text;
};

// Those that error pages use.
constexpr Entity kEntities[] = {
    {"amp", "&"},
    {"lt", "<"},
    {"gt", ">"},
    {"quot", "\""},
    {"apos", "'"},
    {"nbsp", " "},
    {"copy", "\xC2\xA9"},
    {"laquo", "\xC2\xAB"},
    {"raquo", "\xC2\xBB"},
    {"middot", "\xC2\xB7"},
    {"ndash", "\xE2\x80\x93"},
    {"mdash", "\xE2\x80\x94"},
    {"lsquo", "\xE2\x80\x98"},
    {"rsquo", "\xE2\x80\x99"},
    {"ldquo", "\xE2\x80\x9C"},
    {"rdquo", "\xE2\x80\x9D"},
    {"hellip", "\xE2\x80\xA6"},
};

constexpr std::size_t kLongestEntity = 12;  // with `&` and `;`

bool is_letter(char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; }

// Where `tag` (`<pre` or `</pre`) begins, and not just a longer name.
std::size_t find_tag(std::string_view page, std::string_view tag, std::size_t from) {
  constexpr std::string_view ends = ">/ \t\r\n\f";
  for (auto at = page.find('<', from); at != page.npos; at = page.find('<', at + 1)) {
    const auto end = at + tag.size();
    if (end >= page.size()) break;
    if (same_text(page.substr(at, tag.size()), tag) && ends.find(page[end]) != ends.npos) return at;
  }
  return page.npos;
}

std::optional<std::string_view> inner(std::string_view page, std::string_view open, std::string_view close) {
  const auto tag = find_tag(page, open, 0);
  if (tag == page.npos) return std::nullopt;
  const auto begin = page.find('>', tag);
  if (begin == page.npos) return std::nullopt;
  const auto end = find_tag(page, close, begin);
  if (end == page.npos) return std::nullopt;
  return page.substr(begin + 1, end - begin - 1);
}

void append_code_point(std::string& out, std::uint32_t code) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
  const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
  const auto rest = [&](int shift) { byte(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) return byte(0xC0 | (code >> 6)), rest(0);
  if (code < 0x10000) return byte(0xE0 | (code >> 12)), rest(6), rest(0);
  byte(0xF0 | (code >> 18)), rest(12), rest(6), rest(0);
}

// `#39` or `#x27`.
bool append_numeric(std::string& out, std::string_view name) {
  if (!name.starts_with('#')) return false;
  name.remove_prefix(1);
  const bool hex = name.starts_with('x') || name.starts_with('X');
  if (hex) name.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
  if (name.empty() || error == std::errc::invalid_argument || end != name.data() + name.size()) return false;
  append_code_point(out, error == std::errc() ? code : 0);
  return true;
}

// Appends what the entity at the front stands for and returns its length; 0: it is none.
std::size_t append_entity(std::string& out, std::string_view text) {
  const auto end = text.substr(0, kLongestEntity).find(';');
  if (end == text.npos) return 0;
  const auto name = text.substr(1, end - 1);
  const auto* known =
      std::find_if(std::begin(kEntities), std::end(kEntities), [&](const auto& entity) { return entity.name == name; });
  if (known != std::end(kEntities)) {
    out += known->text;
    return end + 1;
  }
  return append_numeric(out, name) ? end + 1 : 0;
}

// The length of the tag or comment at the front; 0: a bare `<`.
std::size_t tag_size(std::string_view text) {
  if (text.size() < 2 || !(is_letter(text[1]) || text[1] == '/' || text[1] == '!' || text[1] == '?')) return 0;
  const auto end = text.find('>');
  return end == text.npos ? text.size() : end + 1;  // never searched for twice: long bodies stay cheap
}

}  // namespace

std::string html_to_text(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  while (!html.empty()) {
    std::size_t size = 0;
    if (html.front() == '<') size = tag_size(html);
    if (html.front() == '&') size = append_entity(out, html);
    if (size == 0) out += html.front();
    html.remove_prefix(size == 0 ? 1 : size);
  }
  return std::string(trim(out));
}

std::optional<std::string> html_text(std::string_view page) {
  const auto pre = inner(page, "<pre", "</pre");
  const auto title = inner(page, "<title", "</title");
  if (!pre && !title) return std::nullopt;
  std::string text = html_to_text(pre.value_or(""));
  return text.empty() ? html_to_text(title.value_or("")) : text;
}

}  // namespace databricks::detail
