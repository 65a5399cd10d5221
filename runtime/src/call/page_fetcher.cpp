#include "call/page_fetcher.hpp"

#include "call/field_access.hpp"

#include <databricks/error.hpp>

#include <functional>

namespace databricks::detail {

namespace {

constexpr int kMostRepeated = 20;

}  // namespace

PageFetcher::PageFetcher(Engine& engine, const EndpointTable& endpoint, std::shared_ptr<void> request,
                         const CallOptions& options)
    : engine_(share(engine)),
      endpoint_(endpoint),
      request_(std::move(request)),
      options_(options),
      stop_(options.stop) {
  std::string& segments = options_.user_agent;
  segments.append(segments.empty() ? "" : " ").append("sdk-feature/pagination");
}

std::unique_ptr<FetchedPage> PageFetcher::fetch(const std::stop_token& stop) {
  if (!begun_ && endpoint_.request != nullptr) begin_list(endpoint_, request_.get());
  begun_ = true;
  if (!next_.empty()) {
    guard_.check(next_);
    go_to(endpoint_, request_.get(), next_);
  }
  const Type& type = endpoint_.response();
  FetchedPage page{{type.create(), type.destroy}, {}};
  options_.stop = stop;
  call(*engine_, endpoint_, request_.get(), page.response.get(), options_);
  page.next = next_place(endpoint_, page.response.get(), next_);
  if (page.next && is_counted(endpoint_)) check_moves(page.response.get());
  next_ = page.next.value_or("");
  return std::make_unique<FetchedPage>(std::move(page));
}

// A service that does not look at the number it is asked for gives the same page for ever. A few times may be by
// chance: lists change while they are read.
void PageFetcher::check_moves(const void* response) {
  const auto items = json_at(endpoint_.response(), response, endpoint_.pages->results);
  const auto hash = std::hash<std::string>()(items);
  repeated_ = last_items_ == hash ? repeated_ + 1 : 0;
  if (repeated_ == kMostRepeated) throw Error("the service repeats a page; the list would never end");
  last_items_ = hash;
}

}  // namespace databricks::detail
