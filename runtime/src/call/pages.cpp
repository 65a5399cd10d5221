// Lists: what changes in the request from page to page, by style.
#include "call/field_access.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>
#include <databricks/pages.hpp>

namespace databricks::detail {

namespace {

std::size_t item_count(const EndpointTable& endpoint, const void* response) {
  const auto list = locate(endpoint.response(), response, endpoint.pages->results);
  return list.object ? list.type->list->size(list.object) : 0;
}

void set_first(const EndpointTable& endpoint, void* request) {
  const PageTable& pages = *endpoint.pages;
  if (!pages.offset.empty()) assign(endpoint.request(), request, pages.offset, std::to_string(pages.start));
  const bool has_default = pages.limit_default >= 0 && !pages.limit.empty();
  if (has_default && locate(endpoint.request(), request, pages.limit).object == nullptr) {
    assign(endpoint.request(), request, pages.limit, std::to_string(pages.limit_default));
  }
}

bool set_next_token(const EndpointTable& endpoint, void* request, const void* last, PageState& state) {
  auto token = json_at(endpoint.response(), last, endpoint.pages->token_out);
  if (token.empty() || token == "\"\"") return false;
  if (token == state.last_token) throw Error("the service repeats a page token; the list would never end");
  if (endpoint.pages->style == PageStyle::token) {
    assign(endpoint.request(), request, endpoint.pages->token_in, token);
  } else {
    clear_fields(endpoint.request(), request);
    read_json(endpoint.request(), request, token);
  }
  state.last_token = std::move(token);
  return true;
}

bool set_next_offset(const EndpointTable& endpoint, void* request, const void* last) {
  const auto received = static_cast<std::int64_t>(item_count(endpoint, last));
  if (received == 0) return false;
  const PageTable& pages = *endpoint.pages;
  const std::int64_t step = pages.style == PageStyle::offset ? received : pages.increment;
  const auto present = std::stoll(text_at(endpoint.request(), request, pages.offset));
  assign(endpoint.request(), request, pages.offset, std::to_string(present + step));
  return true;
}

// False: the page before was the last.
bool set_next(const EndpointTable& endpoint, void* request, const void* last, PageState& state) {
  switch (endpoint.pages->style) {
    case PageStyle::single:
      return false;
    case PageStyle::token:
    case PageStyle::next_request:
      return set_next_token(endpoint, request, last, state);
    case PageStyle::offset:
    case PageStyle::page_number:
      return set_next_offset(endpoint, request, last);
  }
  return false;
}

}  // namespace

bool next_page(Engine& engine, const EndpointTable& endpoint, void* request, const void* last_response, void* response,
               PageState& state, const CallOptions& options) {
  if (state.finished) return false;
  if (!state.started) {
    if (endpoint.request != nullptr) set_first(endpoint, request);
  } else if (!set_next(endpoint, request, last_response, state)) {
    state.finished = true;
    return false;
  }
  call(engine, endpoint, request, response, options);
  state.started = true;
  return true;
}

const void* page_items(const EndpointTable& endpoint, const void* response) {
  return locate(endpoint.response(), response, endpoint.pages->results).object;
}

bool is_repeated(const EndpointTable& endpoint, const Type& item_type, const void* item, PageState& state) {
  auto key = text_at(item_type, item, endpoint.pages->unique);
  return !key.empty() && !state.seen.emplace(std::move(key), true).second;
}

}  // namespace databricks::detail
