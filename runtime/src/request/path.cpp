#include "request/path.hpp"

#include "json/text.hpp"
#include "request/percent.hpp"

#include <databricks/error.hpp>

namespace databricks::detail {

namespace {

// Dot segments would be resolved on the way and reach another resource (RFC 3986 5.2.4).
void check_segment(std::string_view name, std::string_view segment) {
  if (segment == "." || segment == "..") {
    throw InvalidArgument("path parameter `" + std::string(name) + "` must not be or contain a `.` or `..` segment");
  }
}

void append_segments(std::string& out, std::string_view name, std::string_view value) {
  while (!value.empty()) {
    if (value.front() == '/') {
      value.remove_prefix(1);
      if (!out.ends_with('/')) out += '/';
      continue;
    }
    const auto segment = value.substr(0, value.find('/'));
    check_segment(name, segment);
    append_percent_encoded(out, segment);
    value.remove_prefix(segment.size());
  }
}

std::string field_text(const EndpointTable& endpoint, const void* request, std::string_view name) {
  const Type& type = endpoint.request();
  const Field* field = find_field(type, name);
  if (field == nullptr)
    throw InvalidArgument("the request has no field for path parameter `" + std::string(name) + "`");
  const Type* value_type = &field->type();
  const void* value = value_of(value_type, member_of(type, *field, request));
  std::string text = value ? scalar_text(*value_type, value) : std::string();
  if (text.empty()) throw InvalidArgument("path parameter `" + std::string(name) + "` must not be empty");
  return text;
}

const std::string& config_text(const Config& config, std::string_view name) {
  if (name != "account_id") throw ConfigError("no attribute `" + std::string(name) + "` can be part of a path");
  if (config.account_id.empty()) {
    throw ConfigError("account_id is not configured: set it in Config, DATABRICKS_ACCOUNT_ID or the profile");
  }
  return config.account_id;
}

}  // namespace

PathPart next_path_part(std::string_view& rest) {
  const auto open = rest.find('{');
  if (open != 0) {
    const PathPart part{PathPart::Kind::literal, rest.substr(0, open)};
    rest.remove_prefix(part.text.size());
    return part;
  }
  const auto close = rest.find('}');
  if (close == rest.npos) throw InvalidArgument("the path template has a `{` without `}`");
  auto name = rest.substr(1, close - 1);
  rest.remove_prefix(close + 1);
  if (name.starts_with('+')) return {PathPart::Kind::multi_segment_field, name.substr(1)};
  if (name.starts_with("config.")) return {PathPart::Kind::from_config, name.substr(7)};
  return {PathPart::Kind::field, name};
}

bool is_path_field(std::string_view path, std::string_view field) {
  while (!path.empty()) {
    const auto part = next_path_part(path);
    const bool is_field = part.kind == PathPart::Kind::field || part.kind == PathPart::Kind::multi_segment_field;
    if (is_field && part.text == field) return true;
  }
  return false;
}

std::string expand_path(const EndpointTable& endpoint, const void* request, const Config& config) {
  std::string out;
  auto rest = endpoint.path;
  while (!rest.empty()) {
    const auto part = next_path_part(rest);
    switch (part.kind) {
      case PathPart::Kind::literal:
        out += part.text;
        break;
      case PathPart::Kind::field: {
        const auto text = field_text(endpoint, request, part.text);
        check_segment(part.text, text);
        append_percent_encoded(out, text);
        break;
      }
      case PathPart::Kind::multi_segment_field:
        append_segments(out, part.text, field_text(endpoint, request, part.text));
        break;
      case PathPart::Kind::from_config:
        check_segment(part.text, config_text(config, part.text));
        append_percent_encoded(out, config_text(config, part.text));
        break;
    }
  }
  return out;
}

}  // namespace databricks::detail
