// Lists: a lazy range over the items of all pages. Pages are fetched as the iteration reaches them.
#pragma once

#include <databricks/function.hpp>
#include <databricks/service.hpp>

#include <cstddef>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace databricks {

namespace detail {

/// Where the walk over the pages of one list stands.
struct PageState {
  bool started = false;
  bool finished = false;
  std::string last_token{};
  std::map<std::string, bool> seen{};  // keys: values of the `unique` field
};

/// Fetches the next page into `response` (cleared by the caller), after changing `request` as the list's style
/// wants it. False: there is none. Throws what a call throws, and Error when a server repeats a page token.
DATABRICKS_API bool next_page(Engine& engine, const EndpointTable& endpoint, void* request, const void* last_response,
                              void* response, PageState& state, const CallOptions& options);
/// The list with the items of this page, or null when the answer has none.
DATABRICKS_API const void* page_items(const EndpointTable& endpoint, const void* response);
/// Whether this item was on an earlier page; remembers it.
DATABRICKS_API bool is_repeated(const EndpointTable& endpoint, const Type& item_type, const void* item,
                                PageState& state);

}  // namespace detail

/// An input range of items: `for (const auto& cluster : w.clusters.list())`. Nothing is fetched before begin().
/// Iteration throws what a call throws. One range must not be used by two threads at once.
template <class Item, class Request, class Response>
class PageRange {
 public:
  PageRange(Engine& engine, const EndpointTable& endpoint, Request request, CallOptions options)
      : state_(std::make_unique<State>(State{
            detail::share(engine), &endpoint, std::move(request), std::move(options), {}, {}, nullptr, 0, {}, false})) {
  }

  class iterator {
   public:
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    iterator() = default;
    explicit iterator(PageRange* range) : range_(range) {}
    Item& operator*() const { return (*range_->state_->items)[range_->state_->index]; }
    Item* operator->() const { return &**this; }
    iterator& operator++() {
      ++range_->state_->index;
      range_->state_->is_prepared = false;
      range_->settle();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool at_end() const { return range_->state_->items == nullptr; }
    friend bool operator==(const iterator& it, std::default_sentinel_t) { return it.at_end(); }

   private:
    PageRange* range_ = nullptr;
  };

  /// Fetches the first page at its first call; later calls go on where the iteration stands.
  iterator begin() {
    if (!state_->pages.started) fetch();
    settle();
    return iterator(this);
  }
  std::default_sentinel_t end() const { return {}; }

  /// From now on each item goes through `prepare`, once, when the iteration reaches it and before it is shown. What
  /// `prepare` throws, iteration throws.
  void on_item(Function<void(Item&)> prepare) { state_->prepare = std::move(prepare); }

  /// All items that are left. Their number is limited by memory only.
  std::vector<Item> collect() {
    std::vector<Item> items;
    for (auto& item : *this) items.push_back(std::move(item));
    return items;
  }

 private:
  struct State {
    std::shared_ptr<Engine> engine;
    const EndpointTable* endpoint;
    Request request;
    CallOptions options;
    detail::PageState pages;
    std::unique_ptr<Response> page;
    list<Item>* items;  // of this page; null: the end
    std::size_t index;
    Function<void(Item&)> prepare;
    bool is_prepared;  // the item at `index`
  };

  void fetch() {
    auto& s = *state_;
    auto next = std::make_unique<Response>();
    s.items = nullptr;
    s.index = 0;
    s.is_prepared = false;
    if (!detail::next_page(*s.engine, *s.endpoint, &s.request, s.page.get(), next.get(), s.pages, s.options)) return;
    s.page = std::move(next);
    static list<Item> none;
    const void* items = detail::page_items(*s.endpoint, s.page.get());
    s.items = items ? static_cast<list<Item>*>(const_cast<void*>(items)) : &none;
  }

  // Goes on to the next item that is to be shown, over empty pages and repeated items.
  void settle() {
    auto& s = *state_;
    while (s.items) {
      if (s.index >= s.items->size()) {
        fetch();
      } else if (!s.endpoint->pages->unique.empty() &&
                 detail::is_repeated(*s.endpoint, type_of<Item>(), &(*s.items)[s.index], s.pages)) {
        ++s.index;
      } else {
        if (s.prepare && !s.is_prepared) s.prepare((*s.items)[s.index]);
        s.is_prepared = true;
        return;
      }
    }
  }

  std::unique_ptr<State> state_;
};

}  // namespace databricks
