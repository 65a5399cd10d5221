#include "testing/form_body.hpp"

namespace databricks::testing::detail {

namespace {

std::string boundary_in(std::string_view content_type) {
  constexpr std::string_view kName = "boundary=";
  const auto start = content_type.find(kName);
  if (start == content_type.npos) return {};
  auto rest = content_type.substr(start + kName.size());
  const bool quoted = rest.starts_with('"');
  if (quoted) rest.remove_prefix(1);
  return std::string(rest.substr(0, rest.find(quoted ? '"' : ';')));
}

}  // namespace

FormBody::FormBody(std::string_view content_type, std::size_t limit)
    : delimiter_("--" + boundary_in(content_type)), limit_(limit) {}

bool FormBody::begin(std::string_view name, std::string_view file_name) {
  const std::string end = body_.empty() ? "" : "\r\n";
  const std::string file = file_name.empty() ? "" : "; filename=\"" + std::string(file_name) + '"';
  return add(end + delimiter_ + "\r\nContent-Disposition: form-data; name=\"" + std::string(name) + '"' + file +
             "\r\n\r\n");
}

bool FormBody::add(std::string_view bytes) {
  is_full_ = is_full_ || bytes.size() > limit_ - body_.size();
  if (!is_full_) body_ += bytes;
  return !is_full_;
}

std::string FormBody::finish() { return body_ + (body_.empty() ? "" : "\r\n") + delimiter_ + "--\r\n"; }

}  // namespace databricks::testing::detail
