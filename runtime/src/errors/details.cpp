#include "errors/details.hpp"

#include <databricks/json.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace databricks::detail {

namespace {

// The reader takes a number for a text, as answers need it; a detail with one is of another shape.
bool fits(const Type& type, std::string_view json) {
  if (json == "null") return true;
  if (type.kind == Kind::list) {
    if (!json.starts_with('[')) return false;
    const auto items = from_json<list<RawJson>>(json);
    return std::all_of(items.begin(), items.end(), [&](const auto& item) { return fits(type.element(), item.text); });
  }
  if (type.kind != Kind::object && type.kind != Kind::map) return json.starts_with('"');
  if (!json.starts_with('{')) return false;
  const auto members = from_json<map<RawJson>>(json);
  return std::all_of(members.begin(), members.end(), [&](const auto& member) {
    if (type.kind == Kind::map) return fits(type.element(), member.second.text);
    const Field* field = find_field(type, member.first);
    return field == nullptr || fits(field->type(), member.second.text);
  });
}

bool is_valid(const auto&) { return true; }
bool is_valid(const rpc::RetryInfo& info) { return info.retry_delay >= Duration(); }

void note(ErrorDetails&, const auto&) {}
void note(ErrorDetails& details, const rpc::ErrorInfo& info) { details.all_error_infos.push_back(info); }

// Returns whether the entry is what its type promises.
template <auto Slot>
bool read_into(ErrorDetails& details, std::string_view entry) {
  using Info = typename std::remove_cvref_t<decltype(details.*Slot)>::value_type;
  if (!fits(type_of<Info>(), entry)) return false;
  auto info = from_json<Info>(entry);
  if (!is_valid(info)) return false;
  note(details, info);
  details.*Slot = std::move(info);
  return true;
}

struct DetailType {
  std::string_view name;
  bool (*read)(ErrorDetails&, std::string_view entry);
};

constexpr std::string_view kPrefix = "type.googleapis.com/google.rpc.";
constexpr DetailType kTypes[] = {
    {"ErrorInfo", read_into<&ErrorDetails::error_info>},
    {"RequestInfo", read_into<&ErrorDetails::request_info>},
    {"RetryInfo", read_into<&ErrorDetails::retry_info>},
    {"DebugInfo", read_into<&ErrorDetails::debug_info>},
    {"QuotaFailure", read_into<&ErrorDetails::quota_failure>},
    {"PreconditionFailure", read_into<&ErrorDetails::precondition_failure>},
    {"BadRequest", read_into<&ErrorDetails::bad_request>},
    {"ResourceInfo", read_into<&ErrorDetails::resource_info>},
    {"Help", read_into<&ErrorDetails::help>},
};

std::string type_name(std::string_view entry) {
  if (!entry.starts_with('{')) return "";
  const auto members = from_json<map<RawJson>>(entry);
  const auto found = members.find("@type");
  return found != members.end() && found->second.text.starts_with('"') ? from_json<std::string>(found->second.text)
                                                                       : "";
}

bool read_known(ErrorDetails& details, std::string_view entry) {
  const std::string name = type_name(entry);
  if (!name.starts_with(kPrefix)) return false;
  const auto known = std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& type) {
    return type.name == std::string_view(name).substr(kPrefix.size());
  });
  try {
    return known != std::end(kTypes) && known->read(details, entry);
  } catch (const JsonError&) {
    return false;  // a duration that is none
  }
}

}  // namespace

ErrorDetails read_details(std::string_view json) {
  ErrorDetails details;
  if (!json.starts_with('[')) return details;
  auto entries = from_json<list<RawJson>>(json);
  for (RawJson& entry : entries) {
    if (!read_known(details, entry.text)) details.unknown_details.push_back(std::move(entry));
  }
  return details;
}

}  // namespace databricks::detail
