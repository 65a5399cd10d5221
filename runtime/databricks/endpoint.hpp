// Endpoints are declared, not written:
//
//   struct Widgets : databricks::Service {
//     Endpoint<"GET /api/2.0/widgets/{id}", GetWidget, Widget> get{*this};
//     Endpoint<"GET /api/2.0/widgets", ListWidgets, WidgetList, Pages<Widget, "widgets", Token<"page_token", "next">>>
//         list{*this};
//   };
//
// The path: `{id}` is a field of the request, one percent-encoded segment; `{+name}` keeps its slashes;
// `{config.account_id}` comes from the configuration. A placeholder that is no field does not compile.
// Fields that are not in the path go into the query, or into a JSON body for POST, PUT and PATCH; traits say
// where it is otherwise. `void` stands for no arguments and for no answer. Names are wire names.
#pragma once

#include <databricks/call.hpp>
#include <databricks/endpoint_table.hpp>
#include <databricks/fixed_string.hpp>
#include <databricks/pages.hpp>
#include <databricks/service.hpp>
#include <databricks/wait.hpp>

#include <array>
#include <type_traits>

namespace databricks {

// ---- traits ----

namespace detail {
template <fixed_string... Names>
inline constexpr std::array<std::string_view, sizeof...(Names)> name_list{Names.view()...};
template <class T>
constexpr TypeFunction type_function() {
  if constexpr (std::is_void_v<T>) {
    return nullptr;
  } else {
    return type_of<T>;
  }
}
template <class E>
constexpr const EndpointTable* table_of() {
  if constexpr (std::is_void_v<E>) {
    return nullptr;
  } else {
    return &E::table;
  }
}
}  // namespace detail

/// These fields go into the query although the method has a body.
template <fixed_string... Names>
struct Query {
  static constexpr void apply(EndpointTable& table) { table.query = detail::name_list<Names...>; }
};
/// The body is the value of this one field.
template <fixed_string Name, fixed_string ContentType = "application/json">
struct Body {
  static constexpr void apply(EndpointTable& table) {
    table.body = BodyRule::field;
    table.body_field = Name.view();
    table.content_type = ContentType.view();
  }
};
/// The method has no body although it could.
struct NoBody {
  static constexpr void apply(EndpointTable& table) { table.body = BodyRule::none; }
};
/// The body is `{}`.
struct EmptyBody {
  static constexpr void apply(EndpointTable& table) { table.body = BodyRule::empty_object; }
};
/// These path fields are sent in the body too.
template <fixed_string... Names>
struct AlsoInBody {
  static constexpr void apply(EndpointTable& table) { table.also_in_body = detail::name_list<Names...>; }
};
/// These fields are sent as headers of their names.
template <fixed_string... Names>
struct RequestHeaders {
  static constexpr void apply(EndpointTable& table) { table.request_headers = detail::name_list<Names...>; }
};
/// These fields are sent as cookies.
template <fixed_string... Names>
struct Cookies {
  static constexpr void apply(EndpointTable& table) { table.cookies = detail::name_list<Names...>; }
};
/// What the answer's media type must be, where it is not JSON; also where an answer is asked for and ignored.
template <fixed_string MediaType>
struct Accept {
  static constexpr void apply(EndpointTable& table) { table.accept = MediaType.view(); }
};
/// These response headers become fields of the answer.
template <fixed_string... Names>
struct ResponseHeaders {
  static constexpr void apply(EndpointTable& table) { table.response_headers = detail::name_list<Names...>; }
};
/// This field is filled with a random UUID when the caller left it unset or empty, once per call.
template <fixed_string Field>
struct IdempotencyKey {
  static constexpr void apply(EndpointTable& table) { table.idempotency_key = Field.view(); }
};
/// The caller may name a call with this field, so that the service does it once however often it is sent; it is filled
/// with a random UUID when CallOptions::fill_idempotency_token asks for it.
template <fixed_string Field>
struct IdempotencyToken {
  static constexpr void apply(EndpointTable& table) { table.idempotency_token = Field.view(); }
};
/// Doing it twice does no harm, whatever its method: it is repeated when an answer gets lost. Most POST operations that
/// only read are of this kind.
struct Idempotent {
  static constexpr void apply(EndpointTable& table) { table.idempotent = true; }
};
/// The only request field is good as a positional argument.
struct SingleArgument {
  static constexpr void apply(EndpointTable& table) { table.single_argument = true; }
};
struct Deprecated {
  static constexpr void apply(EndpointTable& table) { table.deprecated = true; }
};
/// Fields of a list's items with their id and their name; empty for none.
template <fixed_string Id, fixed_string Name = "">
struct ItemKeys {
  static constexpr void apply(EndpointTable& table) {
    table.item_id = Id.view();
    table.item_name = Name.view();
  }
};

// ---- paging ----

/// The answer's field `Out` goes into the request's field `In` until it is absent or empty.
template <fixed_string In, fixed_string Out>
struct Token {
  static constexpr void apply(PageTable& table) {
    table.style = PageStyle::token;
    table.token_in = In.view();
    table.token_out = Out.view();
  }
};
/// The answer's field `Out` is the next request.
template <fixed_string Out>
struct NextRequest {
  static constexpr void apply(PageTable& table) {
    table.style = PageStyle::next_request;
    table.token_out = Out.view();
  }
};
/// The request's field counts items, from `Start`.
template <fixed_string Field, std::int64_t Start>
struct Offset {
  static constexpr void apply(PageTable& table) {
    table.style = PageStyle::offset;
    table.offset = Field.view();
    table.start = Start;
  }
};
/// The request's field counts pages, from `Start` in steps of `Increment`.
template <fixed_string Field, std::int64_t Start, std::int64_t Increment>
struct PageNumber {
  static constexpr void apply(PageTable& table) {
    table.style = PageStyle::page_number;
    table.offset = Field.view();
    table.start = Start;
    table.increment = Increment;
  }
};
/// The request's field with the page size, and what is sent when the caller did not set it (-1: nothing).
template <fixed_string Field, std::int64_t Default = -1>
struct Limit {
  static constexpr void apply(PageTable& table) {
    table.limit = Field.view();
    table.limit_default = Default;
  }
};
/// Items whose field of this name was on an earlier page are skipped.
template <fixed_string Field>
struct Unique {
  static constexpr void apply(PageTable& table) { table.unique = Field.view(); }
};

/// A list of Items, in the answer's field `Results`; empty: the answer is the list.
template <class Item, fixed_string Results, class... Rules>
struct Pages {
  using item_type = Item;
  static constexpr PageTable pages = [] {
    PageTable table;
    table.results = Results.view();
    (Rules::apply(table), ...);
    return table;
  }();
  static constexpr void apply(EndpointTable& table) {
    table.pages = &pages;
    table.paginated = true;
  }
};

// ---- waiting ----

/// An argument of the poll that comes from the request, or from the answer, of what was started.
template <fixed_string Argument, fixed_string Field>
struct FromRequest {
  static constexpr Binding binding{Argument.view(), false, Field.view()};
  template <class Request, class Response, class PollRequest>
  static consteval void check() {
    detail::check_path<PollRequest, Argument>();
    detail::check_path<Request, Field>();
  }
};
template <fixed_string Argument, fixed_string Field>
struct FromResponse {
  static constexpr Binding binding{Argument.view(), true, Field.view()};
  template <class Request, class Response, class PollRequest>
  static consteval void check() {
    detail::check_path<PollRequest, Argument>();
    detail::check_path<Response, Field>();
  }
};
template <class... B>
struct Bindings {
  static constexpr std::array<Binding, sizeof...(B)> list{B::binding...};
  template <class Request, class Response, class PollRequest>
  static consteval void check() {
    (B::template check<Request, Response, PollRequest>(), ...);
  }
};
template <fixed_string... Names>
struct States {
  static constexpr const auto& list = detail::name_list<Names...>;
};

/// Polls until the field `State` of the answer has one of the states of Success (the answer is the result) or of
/// Failure (OperationFailed). `Message` is the field with a text about the state; empty for none.
template <fixed_string Name, class Poll, class Bound, fixed_string State, fixed_string Message, class Success,
          class Failure, int Minutes = 20>
struct Waits {
  using poll_type = Poll;
  static constexpr WaitTable wait{
      Name.view(), {&Poll::table, Bound::list}, State.view(), Message.view(), Success::list, Failure::list, Minutes};
  static constexpr void apply(EndpointTable& table) { table.wait = &wait; }
  template <class Request, class Response>
  static consteval void check() {
    Bound::template check<Request, Response, typename Poll::request_type>();
    detail::check_path<typename Poll::response_type, State>();
    if constexpr (!Message.view().empty()) detail::check_path<typename Poll::response_type, Message>();
  }
};

/// The answer is a long-running operation with the fields done, error, response, metadata; `void` stands for no result
/// and no metadata. Cancel is the endpoint that ends it early, if there is one; its arguments are those of Poll.
template <class Poll, class Bound, class Result, class Metadata = void, class Cancel = void>
struct LongRunning {
  using poll_type = Poll;
  using result_type = Result;
  using metadata_type = Metadata;
  using cancel_type = Cancel;
  static constexpr LongRunningTable long_running{{&Poll::table, Bound::list},
                                                 detail::type_function<Result>(),
                                                 detail::type_function<Metadata>(),
                                                 detail::table_of<Cancel>()};
  static constexpr void apply(EndpointTable& table) { table.long_running = &long_running; }
  template <class Request, class Response>
  static consteval void check() {
    Bound::template check<Request, Response, typename Poll::request_type>();
    detail::check_path<typename Poll::response_type, "done">();
    if constexpr (!std::is_void_v<Cancel>) {
      Bound::template check<Request, Response, typename Cancel::request_type>();
    }
  }
};

/// The call goes to an address that the lookup's answer names, with a token of its own: `Field` (`a.b` for a nested
/// one) leads to an object with endpoint_url and authorization_details. The lookup is called with the path parameters
/// of the call, which are fields of the request. The path of the endpoint itself is not used.
template <class Lookup, fixed_string Field>
struct DataPlane {
  static constexpr DataPlaneTable data_plane{&Lookup::table, Field.view()};
  static constexpr void apply(EndpointTable& table) { table.data_plane = &data_plane; }
};

// ---- endpoints ----

/// The request of an operation without arguments.
struct NoArguments {};

namespace detail {

template <class... Traits>
struct paged : std::false_type {};
template <class Item, fixed_string Results, class... Rules, class... Rest>
struct paged<Pages<Item, Results, Rules...>, Rest...> : std::true_type {
  using item_type = Item;
};
template <class First, class... Rest>
struct paged<First, Rest...> : paged<Rest...> {};

constexpr bool names_fields_of_items(const EndpointTable& table) {
  return !table.item_id.empty() || !table.item_name.empty() || !table.pages->unique.empty();
}

template <bool IsVoid>
struct arguments_of {
  template <class Request>
  using type = Request;
};
template <>
struct arguments_of<true> {
  template <class Request>
  using type = NoArguments;
};
template <class Request>
using arguments = typename arguments_of<std::is_void_v<Request>>::template type<Request>;

// An aggregate on this base needs no constructor of its own, which would cost the compiler one per operation.
class EndpointBase {
 public:
  EndpointBase(const Service& service) : engine_(&service.engine()) {}

 protected:
  Engine& engine() const { return *engine_; }

 private:
  Engine* engine_;
};

template <class T>
concept is_wait = requires {
  T::wait;
};
template <class T>
concept is_long_running = requires {
  T::long_running;
};

template <class... Traits>
struct first_wait {
  using type = void;
};
template <class First, class... Rest>
struct first_wait<First, Rest...>
    : std::conditional_t<is_wait<First> || is_long_running<First>, std::type_identity<First>, first_wait<Rest...>> {};

}  // namespace detail

/// An operation of a service, callable like a method from any thread. Answers come as values, or as a lazy range
/// of items for lists, a Wait for what takes time, an Operation for what is long-running. All forms throw
/// DatabricksError for what the service refuses, TransportError when there is no complete answer,
/// InvalidArgument before anything is sent, JsonError for an answer that is not what it should be.
template <fixed_string Line, class Request, class Response, class... Traits>
struct Endpoint : detail::EndpointBase {
  using request_type = detail::arguments<Request>;
  using response_type = Response;

  static constexpr EndpointTable table = [] {
    EndpointTable result{};
    constexpr auto line = Line.view();
    constexpr auto blank = detail::find_char(line, ' ');
    static_assert(blank < line.size(), "an endpoint is declared as `METHOD /path`");
    result.method = line.substr(0, blank);
    result.path = line.substr(blank + 1);
    result.request = detail::type_function<Request>();
    result.response = detail::type_function<Response>();
    if constexpr (!std::is_void_v<Response>) result.accept = "application/json";
    (Traits::apply(result), ...);
    return result;
  }();

  auto operator()(const request_type& request = {}, const CallOptions& options = {}) const {
    using Rule = typename detail::first_wait<Traits...>::type;
    if constexpr (detail::paged<Traits...>::value) {
      using Item = typename detail::paged<Traits...>::item_type;
      constexpr bool has_names = !table.item_id.empty() && !table.item_name.empty();
      return PageRange<Item, Response, has_names>(std::make_shared<detail::PageWalk>(
          engine(), checked_table(), std::make_shared<request_type>(request), options));
    } else if constexpr (!std::is_void_v<Rule>) {
      if constexpr (!detail::library_type<typename Rule::poll_type::response_type>) {
        Rule::template check<request_type, Response>();
      }
      if constexpr (detail::is_wait<Rule>) {
        return Wait<Response, Rule>(engine(), checked_table(), request, options);
      } else {
        return Operation<Response, Rule>(detail::start(engine(), checked_table(), &request, options));
      }
    } else {
      return call(request, options);
    }
  }

  /// Goes on with what this operation started earlier, perhaps in another process: with the handle's resume_token(), or
  /// with the name of a long-running operation. Nothing is sent. Throws InvalidArgument for what is neither.
  auto resume(std::string_view token) const {
    using Rule = typename detail::first_wait<Traits...>::type;
    static_assert(!std::is_void_v<Rule>, "only what takes time can be resumed");
    if constexpr (detail::is_wait<Rule>) {
      return Wait<void, Rule>(detail::resume(engine(), Rule::wait.poll, token));
    } else {
      return Operation<Response, Rule>(detail::resume(engine(), Rule::long_running, token));
    }
  }

  /// One plain exchange: the first page of a list, the first answer of what takes time.
  Response call(const request_type& request = {}, const CallOptions& options = {}) const {
    if constexpr (std::is_void_v<Response>) {
      detail::call(engine(), checked_table(), &request, nullptr, options);
    } else {
      Response response{};
      detail::call(engine(), checked_table(), &request, &response, options);
      return response;
    }
  }

  /// The same without databricks::Error being thrown; the value is NoAnswer where there is none.
  auto try_call(const request_type& request = {}, const CallOptions& options = {}) const {
    return as_result([&] {
      if constexpr (std::is_void_v<Response>) {
        call(request, options);
        return NoAnswer{};
      } else {
        return call(request, options);
      }
    });
  }

  /// The call, to be made later and by options that are given then; the answer's body goes to their sink and is not
  /// read. Keeps the client alive.
  Function<void(const CallOptions&)> deferred(request_type request) const {
    return [engine = detail::share(engine()), request = std::move(request)](const CallOptions& options) {
      detail::call(*engine, checked_table(), &request, nullptr, options);
    };
  }

  /// The request as it would be sent, without credentials; nothing is sent.
  HttpRequest request(const request_type& request = {}, const CallOptions& options = {}) const {
    return detail::build(engine(), checked_table(), &request, options);
  }

 private:
  static constexpr const EndpointTable& checked_table() {
    if constexpr (!std::is_void_v<Request>) {
      if constexpr (!detail::library_type<Request>) {
        detail::check_fields<Request, table>();
        (detail::check_trait<Request, Traits>(), ...);
      }
    }
    if constexpr (detail::paged<Traits...>::value) {
      using Item = typename detail::paged<Traits...>::item_type;
      if constexpr (table.pages->results.empty()) {
        static_assert(std::is_same_v<Response, list<Item>>, "a list without a field of results is the answer itself");
      } else if constexpr (!detail::library_type<Response>) {
        detail::check_answer<Response, Item, table>();
      }
      if constexpr (!detail::library_type<Item> && detail::names_fields_of_items(table)) {
        detail::check_items<Item, table>();
      }
    }
    return table;
  }
};

/// Waits for what somebody else started:
///   auto cluster = w.clusters.wait_get_cluster_running({.cluster_id = id}).result({.timeout = 1h});
/// A member of a service like its endpoints; Rule is the Waits of what starts such things.
template <class Rule>
struct Waiter : detail::EndpointBase {
  using request_type = typename Rule::poll_type::request_type;

  /// Nothing is sent before the handle is used.
  Wait<void, Rule> operator()(const request_type& request = {}) const {
    return Wait<void, Rule>(detail::Pending{detail::share(engine()), &Rule::wait.poll,
                                            std::make_shared<const request_type>(request), nullptr});
  }
  /// Goes on with what a handle's resume_token() tells of. Nothing is sent. Throws InvalidArgument.
  Wait<void, Rule> resume(std::string_view token) const {
    return Wait<void, Rule>(detail::resume(engine(), Rule::wait.poll, token));
  }
};

/// An endpoint without a service, for Client::call.
template <fixed_string Line, class Request, class Response, class... Traits>
struct Declare {
  using endpoint = Endpoint<Line, Request, Response, Traits...>;
};

}  // namespace databricks
