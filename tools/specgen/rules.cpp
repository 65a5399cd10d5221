// The extensions of Databricks' dialect: paging, waiting, long-running operations, data plane.
#include "names.hpp"
#include "operations.hpp"

#include <algorithm>

namespace specgen {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::vector<Binding> bindings_of(const openapi::map<openapi::Source>& from) {
  std::vector<Binding> result;
  for (const auto& [argument, source] : from) {
    const bool from_response = source.response.has_value();
    result.push_back({argument, from_response, from_response ? *source.response : source.request.value_or("")});
  }
  return result;
}

}  // namespace

const Member* Operations::member(const std::optional<Type>& type, const std::string& wire) const {
  if (!type || type->kind != Kind::object) return nullptr;
  const auto& members = api_.packages.at(type->package).structs.at(type->name).members;
  const auto found = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.wire == wire; });
  return found == members.end() ? nullptr : &*found;
}

void Operations::set_rules(Draft& draft) {
  const auto& from = draft.from;
  auto& operation = draft.operation;
  if (from.idempotency.has_value()) operation.idempotency_key = from.idempotency->field.value_or("");
  if (member(operation.request, "idempotency_token")) operation.idempotency_token = "idempotency_token";
  operation.item_id = joined(from.id, ".");
  operation.item_name = joined(from.name, ".");
  operation.single_argument = from.shortcut.value_or(false);
  if (from.pagination.has_value()) set_pages(draft, *from.pagination);
  if (from.wait.has_value()) set_waits(draft, *from.wait);
  if (from.lro.has_value()) set_long_running(draft, *from.lro);
  if (from.dataplane.has_value()) {
    const auto service = draft.tag ? draft.tag->control_plane.value_or("") : "";
    const auto method = snake_case(from.dataplane->config_method.value_or(""));
    operation.data_plane = DataPlane{service, method, joined(from.dataplane->field, ".")};
  }
}

void Operations::set_pages(Draft& draft, const openapi::Pagination& from) {
  Pages pages;
  const auto pointer = child(draft.pointer, "x-databricks-pagination");
  const bool is_scim = draft.operation.path.find("/scim/") != std::string::npos;
  const bool by_items = from.offset.has_value() && !from.increment.has_value();
  pages.results = from.results.value_or("");
  if (from.token.has_value()) {
    const auto out = quoted(from.token->response.value_or(""));
    pages.style = from.token->request.has_value() ? "Token<" + quoted(*from.token->request) + ", " + out + ">"
                                                  : "NextRequest<" + out + ">";
  } else if (by_items) {
    const auto start = from.start.value_or(is_scim ? 1 : 0);
    pages.style = "Offset<" + quoted(*from.offset) + ", " + std::to_string(start) + ">";
    pages.unique = draft.operation.item_id;
  } else if (from.offset.has_value()) {
    pages.style = "PageNumber<" + quoted(*from.offset) + ", " + std::to_string(from.start.value_or(1)) + ", " +
                  std::to_string(*from.increment) + ">";
  }
  pages.limit = from.limit.value_or("");
  if (from.limit_default.has_value()) {
    pages.limit_default = *from.limit_default;
  } else if (by_items && is_scim && !pages.limit.empty()) {
    pages.limit_default = 10000;
  }
  const auto* results = member(draft.operation.response, pages.results);
  const auto& list = pages.results.empty() && draft.operation.response ? *draft.operation.response
                     : results                                         ? results->type
                                                                       : Type{};
  if (list.kind != Kind::list) return problems_.report(pointer, "the answer has no list `" + pages.results + "`");
  pages.item = list.element.front();
  draft.operation.pages = pages;
}

void Operations::set_waits(Draft& draft, const openapi::Wait& from) {
  Waits waits;
  waits.poll = snake_case(from.poll.value_or(""));
  waits.bindings = bindings_of(from.binding);
  if (from.bind.has_value()) {
    const bool in_response = member(draft.operation.response, *from.bind) != nullptr;
    waits.bindings.push_back({*from.bind, in_response, *from.bind});
  }
  waits.state = joined(from.field, ".");
  waits.message = joined(from.message, ".");
  waits.success = from.success;
  waits.failure = from.failure;
  waits.minutes = from.timeout.value_or(20);
  waits.name = from.name.value_or("wait_" + waits.poll + "_" + snake_case(joined(waits.success, "_or_")));
  draft.operation.waits = waits;
}

void Operations::set_long_running(Draft& draft, const openapi::LongRunning& from) {
  const auto pointer = child(draft.pointer, "x-databricks-lro");
  if (from.done.value_or("done") != "done" || from.error.value_or("error") != "error" ||
      from.response.value_or("response") != "response" || from.metadata.value_or("metadata") != "metadata") {
    problems_.report(pointer, "the fields must be called done, error, response and metadata");
  }
  LongRunning rule{.poll = snake_case(from.poll.value_or("")), .bindings = bindings_of(from.binding)};
  if (from.response_type.has_value()) {
    rule.result = schemas_.type_of(*from.response_type, {child(pointer, "responseType"), draft.package, ""});
  }
  if (from.metadata_type.has_value()) {
    rule.metadata = schemas_.type_of(*from.metadata_type, {child(pointer, "metadataType"), draft.package, ""});
  }
  draft.operation.long_running = rule;
}

}  // namespace specgen
