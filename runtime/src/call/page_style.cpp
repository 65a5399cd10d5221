#include "call/page_style.hpp"

#include "call/field_access.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>

#include <charconv>
#include <limits>

namespace databricks::detail {

namespace {

bool counts(PageStyle style) { return style == PageStyle::offset || style == PageStyle::page_number; }

std::int64_t number_of(std::string_view place) {
  std::int64_t number = 0;
  const char* const end = place.data() + place.size();
  const auto [stopped, error] = std::from_chars(place.data(), end, number);
  if (error != std::errc() || stopped != end || number < 0) throw Error("no number of a page");
  return number;
}

std::optional<std::string> next_number(const EndpointTable& endpoint, const void* response, std::string_view here) {
  const PageTable& pages = *endpoint.pages;
  const auto received = static_cast<std::int64_t>(item_count(endpoint, response));
  if (received == 0) return std::nullopt;
  const std::int64_t step = pages.style == PageStyle::offset ? received : pages.increment;
  const std::int64_t present = here.empty() ? pages.start : number_of(here);
  if (present > std::numeric_limits<std::int64_t>::max() - step) throw Error("the list is longer than can be counted");
  return std::to_string(present + step);
}

}  // namespace

void begin_list(const EndpointTable& endpoint, void* request) {
  const PageTable& pages = *endpoint.pages;
  if (!pages.offset.empty()) assign(endpoint.request(), request, pages.offset, std::to_string(pages.start));
  const bool has_default = pages.limit_default >= 0 && !pages.limit.empty();
  if (has_default && locate(endpoint.request(), request, pages.limit).object == nullptr) {
    assign(endpoint.request(), request, pages.limit, std::to_string(pages.limit_default));
  }
}

void go_to(const EndpointTable& endpoint, void* request, std::string_view place) {
  const PageStyle style = endpoint.pages->style;
  if (style == PageStyle::single || endpoint.request == nullptr) throw Error("the list has one page only");
  if (style == PageStyle::next_request) {
    clear_fields(endpoint.request(), request);
    read_json(endpoint.request(), request, place);
    return;
  }
  if (counts(style)) number_of(place);
  if (place == "null" || place == "\"\"") throw Error("no page token");
  assign(endpoint.request(), request, counts(style) ? endpoint.pages->offset : endpoint.pages->token_in, place);
}

std::optional<std::string> next_place(const EndpointTable& endpoint, const void* response, std::string_view here) {
  if (counts(endpoint.pages->style)) return next_number(endpoint, response, here);
  if (endpoint.pages->style == PageStyle::single) return std::nullopt;
  std::string place = json_at(endpoint.response(), response, endpoint.pages->token_out);
  if (place.empty() || place == "\"\"") return std::nullopt;
  return place;
}

bool is_counted(const EndpointTable& endpoint) { return counts(endpoint.pages->style); }

std::size_t item_count(const EndpointTable& endpoint, const void* response) {
  const auto found = locate(endpoint.response(), response, endpoint.pages->results);
  return found.object ? found.type->list->size(found.object) : 0;
}

void CircleGuard::check(std::string_view place) {
  if (place == last_ || place == milestone_) {
    throw Error("the service repeats a page token; the list would never end");
  }
  last_ = place;
  if (++since_ < until_) return;
  milestone_ = place;
  since_ = 0;
  until_ *= 2;
}

}  // namespace databricks::detail
