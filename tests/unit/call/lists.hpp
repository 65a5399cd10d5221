// Lists in all styles, over the fixture's server.
#pragma once

#include "fixture.hpp"

namespace test {

using TokenPages = Pages<Widget, "widgets", Token<"page_token", "next">>;

struct Lists : Service {
  Endpoint<"GET /token", ListWidgets, WidgetPage, TokenPages, ItemKeys<"id", "status.message">> token{*this};
  Endpoint<"GET /other", ListWidgets, WidgetPage, TokenPages> other{*this};
  Endpoint<"POST /posted", ListWidgets, WidgetPage, TokenPages> posted{*this};
  Endpoint<"GET /catalogs", ListWidgets, WidgetPage,
           Pages<Widget, "widgets", Token<"page_token", "next">, Limit<"limit", 0>>>
      zero_limit{*this};
  Endpoint<"GET /scim", ListWidgets, WidgetPage,
           Pages<Widget, "widgets", Offset<"offset", 1>, Limit<"limit", 10000>, Unique<"id">>>
      scim{*this};
  Endpoint<"GET /scim2", ListWidgets, WidgetPage, Pages<Widget, "widgets", Offset<"offset", 1>, Limit<"limit", 10000>>>
      scim_with_repetitions{*this};
  Endpoint<"GET /numbered", ListWidgets, WidgetPage, Pages<Widget, "widgets", PageNumber<"offset", 1, 1>>> numbered{
      *this};
  Endpoint<"POST /events", ListWidgets, WidgetPage, Pages<Widget, "widgets", NextRequest<"next_request">>> events{
      *this};
  Endpoint<"GET /plain", void, list<Widget>, Pages<Widget, "">> plain{*this};
  Endpoint<"GET /single", ListWidgets, WidgetPage, Pages<Widget, "widgets">> single{*this};
};

struct ListFixture : Fixture {
  Lists lists{Client(config())};

  std::size_t sent() {
    const std::lock_guard lock(mutex);
    return requests.size();
  }
  void play(std::deque<Answer> script) {
    const std::lock_guard lock(mutex);
    answers = std::move(script);
    requests.clear();
  }
};

/// A page of widgets named by single letters: `page("ab", "t1")`.
inline Answer page(const std::string& ids, const std::string& token = {}) {
  std::string body = "{\"widgets\":[";
  for (const char id : ids) body.append(body.back() == '[' ? "" : ",").append("{\"id\":\"") += id, body += "\"}";
  body += "]";
  if (!token.empty()) body += ",\"next\":\"" + token + "\"";
  return json(body + "}");
}

/// The ids of all that is left, as a loop sees them; `!` where it ends with an error.
template <class Range>
std::string seen(Range&& range) {
  std::string text;
  try {
    for (const auto& widget : range) text += widget.id.value_or("?");
  } catch (const Error&) {
    text += '!';
  }
  return text;
}

}  // namespace test
