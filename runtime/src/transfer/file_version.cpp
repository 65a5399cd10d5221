#include "transfer/file_version.hpp"

#include "transfer/content_range.hpp"

#include <databricks/download.hpp>

namespace databricks::detail {

namespace {

std::string header(const HttpResponse& head, std::string_view name) {
  const std::string* value = head.headers.find(name);
  return value ? *value : std::string();
}

bool differ(const std::string& a, const std::string& b) { return !a.empty() && !b.empty() && a != b; }

}  // namespace

std::string FileVersion::strong_etag() const { return etag.starts_with("W/") ? std::string() : etag; }

FileVersion version_of(const HttpResponse& head) {
  if (is_packed(head.headers)) return {};
  FileVersion version{.etag = header(head, "ETag"), .last_modified = header(head, "Last-Modified")};
  if (head.status == 206) {
    const auto range = parse_content_range(header(head, "Content-Range"));
    if (range) version.size = range->total;
  } else {
    version.size = plain_length(head.headers);
  }
  return version;
}

void check_same_file(const FileVersion& known, const FileVersion& now) {
  const char* what = nullptr;
  if (differ(known.etag, now.etag)) what = "ETag";
  if (differ(known.last_modified, now.last_modified)) what = "Last-Modified";
  if (known.size && now.size && *known.size != *now.size) what = "size";
  if (what) throw FileChanged("the file changed while it was downloaded: its " + std::string(what) + " is another one");
}

bool is_proven_same(const FileVersion& known, const FileVersion& now) {
  if (!known.strong_etag().empty() && known.etag == now.etag) return true;
  return !known.last_modified.empty() && known.last_modified == now.last_modified && known.size == now.size;
}

void set_preconditions(Headers& headers, const FileVersion& version) {
  if (const auto etag = version.strong_etag(); !etag.empty()) headers.set("If-Match", etag);
  if (!version.last_modified.empty()) headers.set("If-Unmodified-Since", version.last_modified);
}

}  // namespace databricks::detail
