#include "call/page_fetcher.hpp"

namespace databricks::detail {

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
  next_ = page.next.value_or("");
  return std::make_unique<FetchedPage>(std::move(page));
}

}  // namespace databricks::detail
