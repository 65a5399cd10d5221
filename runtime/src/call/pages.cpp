// The walk over the items of a list.
#include <databricks/pages.hpp>

#include "call/field_access.hpp"
#include "call/list_place.hpp"
#include "call/prefetcher.hpp"

#include <databricks/error.hpp>

#include <limits>
#include <unordered_set>
#include <utility>

namespace databricks::detail {

struct PageWalk::State {
  PageFetcher fetcher;
  ListPlace place{};                    // where `page` is, or will be; `index` is of the item the walk stands at
  std::unique_ptr<FetchedPage> page{};  // null: not fetched yet, or the end
  bool admitted = false;                // the item at hand is not a repetition
  bool prepared = false;                // ... and on_item() has had it
  std::size_t passed = 0;               // items
  std::size_t limit = std::numeric_limits<std::size_t>::max();
  std::size_t ahead = 0;
  std::unordered_set<std::string> seen{};  // values of the `unique` field
  std::exception_ptr error{};
  Function<void(void*)> prepare{};
  bool begun = false;
  std::unique_ptr<Prefetcher> prefetcher{};  // the first to go: its thread uses the fetcher

  const EndpointTable& endpoint() const { return fetcher.endpoint(); }
  Located items() const { return locate(endpoint().response(), page->response.get(), endpoint().pages->results); }
};

namespace {

std::size_t size_of(const Located& items) { return items.object ? items.type->list->size(items.object) : 0; }

std::size_t add(std::size_t a, std::size_t b) {
  const auto most = std::numeric_limits<std::size_t>::max();
  return a > most - b ? most : a + b;
}

}  // namespace

PageWalk::PageWalk(Engine& engine, const EndpointTable& endpoint, std::shared_ptr<void> request,
                   const CallOptions& options)
    : state_(new State{.fetcher = {engine, endpoint, std::move(request), options}}) {}

PageWalk::~PageWalk() = default;

void PageWalk::take(std::size_t items) { state_->limit = items; }

void PageWalk::on_item(Function<void(void*)> prepare) { state_->prepare = std::move(prepare); }

void PageWalk::prefetch(std::size_t pages) {
  if (state_->begun) throw InvalidArgument("prefetch() comes before the iteration");
  state_->ahead = pages;
}

void PageWalk::resume(std::string_view token) {
  if (state_->begun) throw InvalidArgument("resume() comes before the iteration");
  state_->place = read_resume_token(state_->endpoint(), token);
}

std::string PageWalk::resume_token() const {
  const State& s = *state_;
  if (!page_is_used_up()) return write_resume_token(s.endpoint(), s.place);
  return write_resume_token(s.endpoint(), {s.page->next.value_or(""), 0, !s.page->next.has_value()});
}

const EndpointTable& PageWalk::endpoint() const { return state_->endpoint(); }

const Type& PageWalk::item_type() const {
  const Type& response = endpoint().response();
  const std::string_view results = endpoint().pages->results;
  const Type& items = results.empty() ? response : without_optional(find_field(response, results)->type());
  return items.element();
}

bool PageWalk::page_is_used_up() const { return state_->page && state_->place.index >= size_of(state_->items()); }

// The page at hand, fetched if there is none. Null: the end.
void* PageWalk::current() {
  State& s = *state_;
  if (s.page) return s.page->response.get();
  if (s.error) std::rethrow_exception(s.error);
  if (s.place.end) return nullptr;
  try {
    if (!s.begun) s.fetcher.start_at(s.place.page);
    s.begun = true;
    if (s.ahead > 0 && !s.prefetcher) {
      const std::size_t enough = add(s.limit, s.place.index);
      s.prefetcher = std::make_unique<Prefetcher>(s.fetcher, s.ahead, enough);
    }
    s.page = s.prefetcher ? s.prefetcher->next() : s.fetcher.fetch(s.fetcher.stop());
  } catch (...) {
    s.error = std::current_exception();
    throw;
  }
  return s.page->response.get();
}

void PageWalk::drop_page() {
  State& s = *state_;
  s.place = {s.page->next.value_or(""), 0, !s.page->next.has_value()};
  s.page.reset();
  s.admitted = s.prepared = false;
}

bool PageWalk::repeats(const void* item) {
  const std::string_view field = endpoint().pages->unique;
  if (field.empty()) return false;
  auto key = text_at(item_type(), item, field);
  return !key.empty() && !state_->seen.insert(std::move(key)).second;
}

void* PageWalk::item() {
  State& s = *state_;
  while (s.passed < s.limit && current() != nullptr) {
    const Located items = s.items();
    if (s.place.index >= size_of(items)) {
      drop_page();
      continue;
    }
    const void* item = items.type->list->at(items.object, s.place.index);
    if (!s.admitted && repeats(item)) {
      ++s.place.index;
      continue;
    }
    s.admitted = true;
    return prepared(const_cast<void*>(item));
  }
  return nullptr;
}

void* PageWalk::prepared(void* item) {
  if (!std::exchange(state_->prepared, true) && state_->prepare) {
    try {
      state_->prepare(item);
    } catch (...) {
      state_->prepared = false;
      throw;
    }
  }
  return item;
}

void PageWalk::pass_item() {
  State& s = *state_;
  if (!s.admitted) return;
  ++s.place.index;
  ++s.passed;
  s.admitted = s.prepared = false;
}

void* PageWalk::page() { return state_->passed < state_->limit ? current() : nullptr; }

void PageWalk::pass_page() {
  State& s = *state_;
  if (!s.page) return;
  const std::size_t size = size_of(s.items());
  if (s.place.index < size) s.passed += size - s.place.index;
  drop_page();
}

}  // namespace databricks::detail
