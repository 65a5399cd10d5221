// Lists: a lazy range over the items of all pages. Pages are fetched as the iteration reaches them. See docs/lists.md.
#pragma once

#include <databricks/function.hpp>
#include <databricks/service.hpp>

#include <cstddef>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace databricks {

/// A name that was to lead to one item of a list, and led to none or to several.
class DATABRICKS_API NameError : public Error {
 public:
  NameError(std::size_t matches, const std::string& message);
  ~NameError() override;
  /// How many items have the name; 0: none.
  std::size_t matches() const { return matches_; }

 private:
  std::size_t matches_;
};

namespace detail {

/// The walk over a list, knowing its types by their tables only. Stands at an item of a page, or at the end. What it
/// throws once it throws again at every later step. Not for several threads at once.
class DATABRICKS_API PageWalk {
 public:
  /// `request` is an object of the endpoint's request type and changes from page to page.
  PageWalk(Engine& engine, const EndpointTable& endpoint, std::shared_ptr<void> request, const CallOptions& options);
  ~PageWalk();

  // Before the first page is asked for; throw InvalidArgument afterwards.
  void prefetch(std::size_t pages);
  void resume(std::string_view token);

  void take(std::size_t items);
  void on_item(Function<void(void*)> prepare);
  std::string resume_token() const;

  /// The item the walk stands at; fetches pages if need be. Null: the end.
  void* item();
  void pass_item();
  /// The answer it stands at, and the next one. Null: the end.
  void* page();
  void pass_page();

  /// Goes on to an item of this name. Null: there are no more.
  void* seek_name(std::string_view name);
  /// Throws NameError unless there was one match.
  void require_one(std::size_t matches, std::string_view name) const;
  std::map<std::string, std::string> ids_by_name();

  const EndpointTable& endpoint() const;
  const Type& item_type() const;
  /// All items of the page at hand were passed.
  bool page_is_used_up() const;

 private:
  struct State;
  void* current();
  void drop_page();
  bool repeats(const void* item);
  void* prepared(void* item);

  std::unique_ptr<State> state_;
};

/// Over items or over pages: `Here` is where the walk stands, `Pass` goes on.
template <class Value, void* (PageWalk::*Here)(), void (PageWalk::*Pass)()>
class WalkIterator {
 public:
  using value_type = Value;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::input_iterator_tag;

  WalkIterator() = default;
  explicit WalkIterator(PageWalk& walk) : walk_(&walk) { settle(); }
  Value& operator*() const { return *value_; }
  Value* operator->() const { return value_; }
  WalkIterator& operator++() {
    value_ = nullptr;  // the end, if the next page throws
    (walk_->*Pass)();
    settle();
    return *this;
  }
  void operator++(int) { ++*this; }
  friend bool operator==(const WalkIterator& it, std::default_sentinel_t) { return it.value_ == nullptr; }

 private:
  void settle() { value_ = static_cast<Value*>((walk_->*Here)()); }

  PageWalk* walk_ = nullptr;
  Value* value_ = nullptr;
};

}  // namespace detail

/// The pages of a list: answers as the service gave them, also those without items. Items may be moved away.
template <class Response>
class Pager {
 public:
  using iterator = detail::WalkIterator<Response, &detail::PageWalk::page, &detail::PageWalk::pass_page>;

  explicit Pager(std::shared_ptr<detail::PageWalk> walk) : walk_(std::move(walk)) {}
  iterator begin() const { return iterator(*walk_); }
  std::default_sentinel_t end() const { return {}; }

 private:
  std::shared_ptr<detail::PageWalk> walk_;
};

/// An input range of items: `for (auto& cluster : w.clusters.list())`. Nothing is fetched before begin(), and then one
/// page after the other. Iteration throws what a call throws, and Error when the service repeats a page token; the
/// items before are not affected, and further attempts throw the same again (resume_token() is the way on). Items are
/// those of the page at hand: they may be changed and moved away, and are gone when the iteration leaves their page.
/// CallOptions hold for every page on its own, `deadline` and `stop` for all.
///
/// One range must not be used by two threads at once; different ranges are independent. Moving it keeps iterators
/// valid.
template <class Item, class Response, bool HasNames>
class PageRange {
 public:
  using iterator = detail::WalkIterator<Item, &detail::PageWalk::item, &detail::PageWalk::pass_item>;

  explicit PageRange(std::shared_ptr<detail::PageWalk> walk) : walk_(std::move(walk)) {}
  PageRange(PageRange&&) noexcept = default;
  PageRange& operator=(PageRange&&) noexcept = default;

  /// Fetches the first page at its first call; later calls go on at the item where the iteration stands, so one left by
  /// `break` comes again.
  iterator begin() const { return iterator(*walk_); }
  std::default_sentinel_t end() const { return {}; }
  /// The same list by pages; it shares this range's place and settings, and keeps the walk alive.
  Pager<Response> by_page() const { return Pager<Response>(walk_); }

  /// No more than so many items in all, counted from the range's first, and no request beyond them. (`limit`,
  /// `max_results` and `page_size` of requests are sizes of pages.) By pages: no page once there were so many items.
  PageRange take(std::size_t items) && { return walk_->take(items), std::move(*this); }
  PageRange& take(std::size_t items) & { return walk_->take(items), *this; }
  /// From now on each item goes through `prepare`, once, when the iteration reaches it and before it is shown; not when
  /// iterating by pages. What `prepare` throws, iteration throws, and tries it again when it goes on.
  void on_item(Function<void(Item&)> prepare) {
    walk_->on_item([prepare = std::move(prepare)](void* item) { prepare(*static_cast<Item*>(item)); });
  }
  /// Up to so many pages are fetched ahead, on a thread that lives from begin() until the range goes, which cancels
  /// what it does. Errors appear where the iteration would have met them. 0, the default: no thread. Throws
  /// InvalidArgument when iteration has begun.
  PageRange prefetch(std::size_t pages = 1) && { return walk_->prefetch(pages), std::move(*this); }
  PageRange& prefetch(std::size_t pages = 1) & { return walk_->prefetch(pages), *this; }
  /// Begins at the place of a resume_token() of the same operation, called with the same request. Throws
  /// InvalidArgument for anything else, and when iteration has begun.
  PageRange resume(std::string_view token) && { return walk_->resume(token), std::move(*this); }
  PageRange& resume(std::string_view token) & { return walk_->resume(token), *this; }
  /// The place of the iteration as text, for this or another process: the first item that was not passed, or after an
  /// error the page that failed. It holds what the service gave for going on, and no credentials.
  std::string resume_token() const { return walk_->resume_token(); }

  /// All items that are left, or so many of them. What came before an error is lost; append_to() keeps it.
  std::vector<Item> collect(std::size_t limit = static_cast<std::size_t>(-1)) {
    std::vector<Item> items;
    append_to(items, limit);
    return items;
  }
  /// The same at the end of `items`; when it throws they hold what came before the error.
  void append_to(std::vector<Item>& items, std::size_t limit = static_cast<std::size_t>(-1)) {
    for (; limit > 0; --limit) {
      auto* item = static_cast<Item*>(walk_->item());
      if (item == nullptr) return;
      items.push_back(std::move(*item));
      walk_->pass_item();
    }
  }

  /// The only item of this name; reads all that is left of the list. Throws NameError when there is none, or more than
  /// one.
  Item get_by_name(std::string_view name) requires HasNames {
    std::vector<Item> found;
    std::size_t matches = 0;
    for (; auto* item = static_cast<Item*>(walk_->seek_name(name)); walk_->pass_item(), ++matches) {
      if (found.empty()) found.push_back(std::move(*item));
    }
    walk_->require_one(matches, name);
    return std::move(found.front());
  }
  /// Ids by names, of the items that have a name. Throws NameError when two have the same.
  std::map<std::string, std::string> ids_by_name() requires HasNames { return walk_->ids_by_name(); }

 private:
  std::shared_ptr<detail::PageWalk> walk_;
};

}  // namespace databricks
