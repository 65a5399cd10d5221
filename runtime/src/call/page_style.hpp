// What changes in the request of a list from page to page, by style. A place in a list is the JSON of what changes: a
// page token, a number, or a whole request; empty is the first page.
#pragma once

#include <databricks/endpoint_table.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

/// Sets what the first request has beside the caller's fields: where counting begins, and the page size.
void begin_list(const EndpointTable& endpoint, void* request);
/// Makes it the request for the page at this place. Throws JsonError and Error for what can't be a place of this list.
void go_to(const EndpointTable& endpoint, void* request, std::string_view place);
/// Where the list goes on after the page that was found `here`; unset: that was the last one.
std::optional<std::string> next_place(const EndpointTable& endpoint, const void* response, std::string_view here);
/// Whether the next page is asked for by a number of ours, and not by what the service says.
bool is_counted(const EndpointTable& endpoint);
/// How many items a page has.
std::size_t item_count(const EndpointTable& endpoint, const void* response);

/// Tells lists that go round in circles, whatever the length of the circle, by two places at most (Brent's algorithm).
class CircleGuard {
 public:
  /// Throws Error when the list was at this place before: at once for the last place, after some more rounds for
  /// others.
  void check(std::string_view place);

 private:
  std::string last_{};
  std::string milestone_{};
  std::size_t since_ = 0;  // places since the milestone
  std::size_t until_ = 1;  // the next one, in places
};

}  // namespace databricks::detail
