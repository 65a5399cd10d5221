#include "path_name.hpp"

#include "json/utf8.hpp"
#include "text/ascii.hpp"

#include <databricks/error.hpp>

#include <algorithm>

namespace databricks::ext {

namespace {

constexpr bool is_letter(char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; }

// As an error text may hold it.
std::string printable(std::string_view text) {
  auto shown = detail::repaired_utf8(text);
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
  return shown;
}

[[noreturn]] void refuse(std::string_view text, const char* why) {
  throw InvalidArgument("path `" + printable(text) + "` " + why);
}

// What stands before the colon (RFC 3986 3.1), in small letters; empty: there is none.
std::string scheme_of(std::string_view text) {
  const auto is_scheme = [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  };
  const auto colon = text.find(':');
  if (colon == 0 || colon == text.npos || !is_letter(text.front())) return {};
  const auto scheme = text.substr(0, colon);
  return std::all_of(scheme.begin(), scheme.end(), is_scheme) ? ascii_lower(scheme) : std::string();
}

// `C:\x` and `C:/x` name a drive of Windows, not a scheme.
bool has_drive(std::string_view text) {
  return text.size() >= 3 && is_letter(text[0]) && text[1] == ':' && (text[2] == '\\' || text[2] == '/');
}

// `///a` -> `/a`: an empty host. A `//host` would be another machine.
std::string_view without_host(std::string_view text, std::string_view rest) {
  if (!rest.starts_with("//")) return rest;
  if (!rest.starts_with("///")) refuse(text, "names another machine");
  return rest.substr(std::min(rest.find_first_not_of('/'), rest.size()) - 1);
}

bool is_dots(std::string_view part) { return part == "." || part == ".."; }

// Calls `use` with each part between slashes that is not empty.
template <class Use>
void for_each_part(std::string_view path, Use use) {
  while (!path.empty()) {
    const auto part = path.substr(0, path.find('/'));
    if (!part.empty()) use(part);
    path.remove_prefix(std::min(path.size(), part.size() + 1));
  }
}

std::string remote_path(std::string_view text, std::string_view rest) {
  if (!rest.starts_with('/')) refuse(text, "must be absolute");
  if (!detail::is_utf8(rest)) refuse(text, "is not UTF-8");
  std::string path;
  for_each_part(rest, [&](std::string_view part) {
    if (is_dots(part)) refuse(text, "must not have a `.` or `..` in it");
    path.append("/").append(part);
  });
  return path.empty() ? "/" : path;
}

}  // namespace

PathName parse_path(std::string_view text) {
  if (text.empty()) throw InvalidArgument("a path is empty");
  if (text.find('\0') != text.npos) refuse(text, "has a NUL in it");
  if (has_drive(text)) return {PathKind::local, std::string(text)};
  const auto scheme = scheme_of(text);
  if (!scheme.empty() && scheme != "file" && scheme != "dbfs") {
    throw InvalidArgument("unsupported scheme \"" + scheme +
                          "\": only paths of this machine (file:), of the DBFS root (dbfs:) and of /Volumes/ work");
  }
  const auto rest = without_host(text, text.substr(scheme.empty() ? 0 : scheme.size() + 1));
  if (scheme == "file") {
    if (rest.empty()) refuse(text, "names no file");
    return {PathKind::local, std::string(rest)};
  }
  auto path = remote_path(text, rest);
  const auto kind = path.starts_with("/Volumes/") ? PathKind::volumes : PathKind::dbfs;
  return {kind, std::move(path)};
}

std::string shown(const PathName& name) { return name.kind == PathKind::local ? "file:" + name.path : name.path; }

std::string base_name(const PathName& name) {
  const auto end = name.path.find_last_not_of('/');
  if (end == std::string::npos) return {};
  const auto slash = name.path.rfind('/', end);
  const auto start = slash == std::string::npos ? 0 : slash + 1;
  return name.path.substr(start, end + 1 - start);
}

PathName child_of(const PathName& directory, std::string_view relative) {
  PathName child = directory;
  if (!child.path.ends_with('/')) child.path += '/';
  child.path += relative;
  return child;
}

std::string relative_to(const PathName& directory, std::string_view path) {
  const auto prefix = child_of(directory, "").path;
  const auto relative = path.starts_with(prefix) ? path.substr(prefix.size()) : std::string_view();
  std::string parts;
  bool sound = relative.find('\0') == relative.npos;
  for_each_part(relative, [&](std::string_view part) {
    sound = sound && !is_dots(part);
    parts.append(parts.empty() ? "" : "/").append(part);
  });
  if (!sound || parts.empty() || parts != relative) {
    throw Error("`" + printable(path) + "` was listed as a part of " + shown(directory) +
                ", and is none: nothing is done with it");
  }
  return parts;
}

}  // namespace databricks::ext
