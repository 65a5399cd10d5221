// A call -> an HTTP request: path, query, headers and body, by the rules of the API's specification and RFC 3986.
#define BOOST_TEST_MODULE request
#include "request/build.hpp"
#include "request/path.hpp"
#include "request/percent.hpp"
#include "request/place.hpp"
#include "request/uuid.hpp"

#include <databricks/endpoint.hpp>
#include <databricks/error.hpp>
#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <regex>
#include <set>

namespace {

using namespace databricks;
using namespace databricks::detail;

enum class Mode { FAST, SLOW_ };
BOOST_DESCRIBE_ENUM(Mode, FAST, SLOW_)

struct Range {
  optional<std::int64_t> start{};
  list<std::string> tags{};
  optional<bool> open{};
};
BOOST_DESCRIBE_STRUCT(Range, (), (start, tags, open))

struct Everything {
  optional<std::string> id{};
  optional<std::string> name{};
  optional<std::int64_t> number{};
  optional<bool> flag{};
  open_enum<Mode> mode{};
  optional<Timestamp> since{};
  optional<Duration> span{};
  optional<FieldMask> mask{};
  list<std::string> ids{};
  boxed<Range> range{};
  list<Range> ranges{};
  map<std::string> labels{};
  optional<std::string> request_id{};
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (id, name, number, flag, mode, since, span, mask, ids, range, ranges, labels, request_id))

struct Upload {
  optional<std::string> path{};
  Source contents{};
  optional<bool> overwrite{};
};
BOOST_DESCRIBE_STRUCT(Upload, (), (path, contents, overwrite))

template <fixed_string Line, class Request, class... Traits>
HttpRequest build(const Request& request, Config config = {}, ClientLevel level = ClientLevel::workspace,
                  const CallOptions& options = {}) {
  config.host = "https://example.com";
  return build_request(Endpoint<Line, Request, void, Traits...>::table, &request, config, level, options).http;
}

template <fixed_string Line = "GET /x">
std::string target(const Everything& request) {
  return build<Line>(request).target;
}

}  // namespace

// ---- path ----

BOOST_AUTO_TEST_CASE(row_112_an_ordinary_path_value_is_one_encoded_segment) {
  BOOST_TEST(target<"GET /api/x/{id}">({.id = "a/b?c#d..%2e"}) == "/api/x/a%2Fb%3Fc%23d..%252e");
}

BOOST_AUTO_TEST_CASE(row_113_an_empty_or_dot_path_value_is_refused_and_named) {
  for (const char* value : {"", ".", ".."}) {
    BOOST_CHECK_EXCEPTION(target<"GET /api/x/{id}">({.id = value}), InvalidArgument, [](const Error& error) {
      return std::string(error.what()).find("`id`") != std::string::npos;
    });
  }
  BOOST_CHECK_THROW(target<"GET /api/x/{id}">({}), InvalidArgument);
}

BOOST_AUTO_TEST_CASE(row_111_a_multi_segment_value_keeps_its_slashes) {
  BOOST_TEST(target<"GET /api/2.0/fs/files{+id}">({.id = "/Volumes/a b/c?d#e%/f"}) ==
             "/api/2.0/fs/files/Volumes/a%20b/c%3Fd%23e%25/f");
  BOOST_TEST(target<"GET /api/2.0/fs/files{+id}">({.id = "//x"}) == "/api/2.0/fs/files/x");
  BOOST_TEST(target<"GET /api/p/{+id}">({.id = "projects/p/branches/b"}) == "/api/p/projects/p/branches/b");
}

BOOST_AUTO_TEST_CASE(a_multi_segment_value_cannot_walk_up) {
  BOOST_CHECK_THROW(target<"GET /api/p/{+id}">({.id = "a/../../secrets"}), InvalidArgument);
  BOOST_CHECK_THROW(target<"GET /api/p/{+id}">({.id = "a/./b"}), InvalidArgument);
}

BOOST_AUTO_TEST_CASE(a_literal_colon_follows_the_encoded_value) {
  BOOST_TEST(target<"POST /api/2.0/ai-search/{id}:upsertData">({.id = "a:b"}) == "/api/2.0/ai-search/a%3Ab:upsertData");
}

BOOST_AUTO_TEST_CASE(path_values_may_be_numbers_enums_and_booleans) {
  BOOST_TEST(target<"GET /x/{number}/{mode}/{flag}">({.number = -7, .flag = true, .mode = Mode::SLOW_}) ==
             "/x/-7/SLOW/true");
}

BOOST_AUTO_TEST_CASE(the_account_comes_from_the_configuration) {
  Config config;
  BOOST_CHECK_THROW((build<"GET /a/{config.account_id}/b">(Everything{}, config)), ConfigError);
  config.account_id = "acc/1";
  BOOST_TEST((build<"GET /a/{config.account_id}/b">(Everything{}, config)).target == "/a/acc%2F1/b");
}

BOOST_AUTO_TEST_CASE(an_account_that_is_a_dot_segment_cannot_walk_up) {
  Config config;
  config.account_id = "..";
  BOOST_CHECK_THROW((build<"GET /a/{config.account_id}/b">(Everything{}, config)), InvalidArgument);
}

BOOST_AUTO_TEST_CASE(a_placeholder_that_is_not_closed_is_an_error_and_no_endless_loop) {
  BOOST_CHECK_THROW(target<"GET /x/{id">({.id = "1"}), InvalidArgument);
}

// ---- query ----

BOOST_AUTO_TEST_CASE(unset_fields_are_left_out_and_zero_and_empty_values_are_sent) {
  BOOST_TEST(target({}) == "/x");
  BOOST_TEST(target({.name = "", .number = 0, .flag = false}) == "/x?name=&number=0&flag=false");
  BOOST_TEST(target({.name = null, .ids = empty}) == "/x");
}

BOOST_AUTO_TEST_CASE(row_108_nested_objects_are_flattened_with_dots_and_lists_repeated) {
  BOOST_TEST(target({.ids = {"a", "b"}, .range = Range{.start = 1, .tags = {"x", "y"}, .open = true}}) ==
             "/x?ids=a&ids=b&range.start=1&range.tags=x&range.tags=y&range.open=true");
  BOOST_TEST(target({.labels = {{"k", "v"}, {"l.m", "w"}}}) == "/x?labels.k=v&labels.l.m=w");
}

BOOST_AUTO_TEST_CASE(row_109_query_values_decode_back_exactly) {
  const auto text = target({.name = "a+b c&d=é%"});
  BOOST_TEST(text == "/x?name=a%2Bb%20c%26d%3D%C3%A9%25");
  BOOST_TEST(percent_decoded(text.substr(8)) == "a+b c&d=é%");
}

BOOST_AUTO_TEST_CASE(well_known_values_are_bare_text) {
  BOOST_TEST(target({.since = Timestamp(0, 0), .span = Duration(3, 500'000'000), .mask = FieldMask{"a.b", "c"}}) ==
             "/x?since=1970-01-01T00%3A00%3A00Z&span=3.500s&mask=a.b%2Cc");
}

BOOST_AUTO_TEST_CASE(an_empty_field_mask_is_left_out) { BOOST_TEST(target({.mask = FieldMask{}}) == "/x"); }

BOOST_AUTO_TEST_CASE(a_list_of_objects_has_no_form_in_a_query) {
  BOOST_CHECK_THROW(target({.ranges = {Range{}}}), InvalidArgument);
}

BOOST_AUTO_TEST_CASE(row_110_a_post_can_have_query_fields_too) {
  const auto request =
      build<"POST /x", Everything, Query<"ids", "flag">>({.name = "n", .flag = true, .ids = {"a", "b"}});
  BOOST_TEST(request.target == "/x?flag=true&ids=a&ids=b");
  BOOST_TEST(request.body == R"({"name":"n"})");
}

BOOST_AUTO_TEST_CASE(an_unknown_enum_value_goes_out_as_it_is) {
  BOOST_TEST(target({.mode = open_enum<Mode>::from_text("NEW MODE")}) == "/x?mode=NEW%20MODE");
}

// ---- body ----

BOOST_AUTO_TEST_CASE(fields_outside_of_path_and_query_are_the_body) {
  const auto request = build<"POST /x/{id}", Everything>({.id = "1", .number = 0, .ids = empty, .range = Range{}});
  BOOST_TEST(request.body == R"({"number":0,"ids":[],"range":{}})");
  BOOST_TEST(*request.headers.find("content-type") == "application/json");
}

BOOST_AUTO_TEST_CASE(a_request_with_nothing_set_has_an_empty_object_as_body) {
  BOOST_TEST((build<"POST /x">(Everything{})).body == "{}");
}

BOOST_AUTO_TEST_CASE(gets_and_deletes_have_no_body) {
  for (const auto& request : {build<"GET /x">(Everything{.name = "n"}), build<"DELETE /x">(Everything{.name = "n"})}) {
    BOOST_TEST(!request.has_body);
    BOOST_TEST(request.body == "");
    BOOST_TEST((request.headers.find("Content-Type") == nullptr));
    BOOST_TEST(request.target == "/x?name=n");
  }
}

BOOST_AUTO_TEST_CASE(a_body_field_is_the_body) {
  const auto request = build<"PATCH /x/{id}", Everything, Body<"range">, Query<"mask">>(
      {.id = "1", .mask = FieldMask{"a"}, .range = Range{.start = 5}});
  BOOST_TEST(request.target == "/x/1?mask=a");
  BOOST_TEST(request.body == R"({"start":5})");
}

BOOST_AUTO_TEST_CASE(a_path_field_can_be_in_the_body_too) {
  const auto request = build<"PUT /x/{id}", Everything, AlsoInBody<"id">>({.id = "1", .name = "n"});
  BOOST_TEST(request.target == "/x/1");
  BOOST_TEST(request.body == R"({"id":"1","name":"n"})");
}

BOOST_AUTO_TEST_CASE(a_method_can_have_no_body_or_an_empty_one) {
  BOOST_TEST(!(build<"POST /x/{id}", Everything, NoBody>({.id = "1"})).has_body);
  BOOST_TEST((build<"POST /x/{id}", Everything, EmptyBody>({.id = "1"})).body == "{}");
}

BOOST_AUTO_TEST_CASE(a_stream_is_handed_on_unread) {
  const auto request = build<"PUT /x{+path}", Upload, Body<"contents", "application/octet-stream">, Query<"overwrite">>(
      {.path = "/a", .contents = "bytes", .overwrite = true});
  BOOST_TEST(request.target == "/x/a?overwrite=true");
  BOOST_REQUIRE(request.source != nullptr);
  char buffer[10];
  BOOST_TEST(std::string(buffer, request.source->read(buffer, sizeof buffer)) == "bytes");
  BOOST_TEST(*request.headers.find("Content-Type") == "application/octet-stream");
}

BOOST_AUTO_TEST_CASE(values_that_are_no_json_are_refused_with_their_place) {
  BOOST_CHECK_THROW((build<"POST /x">(Everything{.name = "\xff"})), JsonError);
}

// ---- idempotency keys ----

BOOST_AUTO_TEST_CASE(an_idempotency_key_is_filled_when_unset_or_empty_and_kept_when_given) {
  const std::regex uuid(R"(\{"request_id":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"\})");
  for (const auto& request : {Everything{}, Everything{.request_id = ""}}) {
    BOOST_TEST(std::regex_match((build<"POST /x", Everything, IdempotencyKey<"request_id">>(request)).body, uuid));
  }
  BOOST_TEST((build<"POST /x", Everything, IdempotencyKey<"request_id">>({.request_id = "mine"})).body ==
             R"({"request_id":"mine"})");
  const auto in_query = build<"POST /x", Everything, IdempotencyKey<"request_id">, Query<"request_id">>({});
  BOOST_TEST(in_query.target.size() == std::string("/x?request_id=").size() + 36);
}

BOOST_AUTO_TEST_CASE(uuids_differ) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_uuid());
  BOOST_TEST(seen.size() == 1000u);
}

// ---- headers ----

BOOST_AUTO_TEST_CASE(the_workspace_header_is_sent_by_workspace_clients_only) {
  Config config;
  config.workspace_id = "42";
  BOOST_TEST(*(build<"GET /x">(Everything{}, config)).headers.find("X-Databricks-Workspace-Id") == "42");
  BOOST_TEST(((build<"GET /x">(Everything{}, config, ClientLevel::account)).headers.find("X-Databricks-Workspace-Id") ==
              nullptr));
}

BOOST_AUTO_TEST_CASE(fields_can_be_headers_and_cookies) {
  const auto request = build<"GET /x", Everything, RequestHeaders<"name">, Cookies<"id", "number">>(
      {.id = "abc", .name = "n", .number = 5});
  BOOST_TEST(request.target == "/x");
  BOOST_TEST(*request.headers.find("name") == "n");
  BOOST_TEST(*request.headers.find("Cookie") == "id=abc; number=5");
}

BOOST_AUTO_TEST_CASE(row_115_line_breaks_and_nul_never_become_a_header) {
  for (const std::string& bad : {std::string("a\r\nX-Evil: 1"), std::string("a\nb"), std::string("a\0b", 3)}) {
    BOOST_CHECK_THROW((build<"GET /x", Everything, RequestHeaders<"name">>({.name = bad})), InvalidArgument);
    CallOptions options;
    BOOST_CHECK_THROW(options.headers.set("X-Mine", bad), InvalidArgument);
    BOOST_CHECK_THROW((build<"GET /x", Everything, Cookies<"name">>({.name = bad})), InvalidArgument);
    Config config;
    config.workspace_id = bad;
    BOOST_CHECK_THROW((build<"GET /x">(Everything{}, config)), InvalidArgument);
  }
}

BOOST_AUTO_TEST_CASE(a_cookie_cannot_smuggle_another_one) {
  BOOST_CHECK_THROW((build<"GET /x", Everything, Cookies<"name">>({.name = "a; admin=1"})), InvalidArgument);
}

BOOST_AUTO_TEST_CASE(headers_of_the_call_are_sent) {
  CallOptions options;
  options.headers.set("X-Mine", "1");
  BOOST_TEST(*(build<"GET /x">(Everything{}, {}, ClientLevel::workspace, options)).headers.find("X-Mine") == "1");
}

BOOST_AUTO_TEST_CASE(custom_headers_of_the_client_give_way_to_all_others) {
  Config config;
  config.custom_headers = Headers{{"X-Mine", "client"}, {"X-Only", "client"}, {"accept", "client"}, {"name", "client"}};
  CallOptions options;
  options.headers.set("x-mine", "call");
  const auto request = build<"POST /x", Everything, RequestHeaders<"name">, Accept<"text/plain">>(
      {.name = "field"}, config, ClientLevel::workspace, options);
  BOOST_TEST(*request.headers.find("X-Mine") == "call");
  BOOST_TEST(*request.headers.find("X-Only") == "client");
  BOOST_TEST(*request.headers.find("Accept") == "text/plain");
  BOOST_TEST(*request.headers.find("name") == "field");
}

BOOST_AUTO_TEST_CASE(an_idempotency_token_is_filled_on_demand_and_makes_a_request_recognisable) {
  using Run = Endpoint<"POST /x", Everything, void, IdempotencyToken<"request_id">>;
  const auto built = [](const Everything& request, bool fill) {
    return build_request(Run::table, &request, Config{.host = "https://example.com"}, ClientLevel::workspace,
                         {.fill_idempotency_token = fill});
  };
  BOOST_TEST(built({}, false).http.body == "{}");
  BOOST_TEST(!built({}, false).has_key);
  BOOST_TEST(!built({.request_id = ""}, false).has_key);
  BOOST_TEST(built({.request_id = "mine"}, false).has_key);
  BOOST_TEST(built({.request_id = "mine"}, true).http.body == R"({"request_id":"mine"})");
  for (const auto& request : {Everything{}, Everything{.request_id = ""}, Everything{.request_id = null}}) {
    BOOST_TEST(built(request, true).has_key);
    BOOST_TEST(built(request, true).http.body.size() == std::string(R"({"request_id":""})").size() + 36);
  }
}

// ---- placing ----

BOOST_AUTO_TEST_CASE(path_templates_are_taken_apart) {
  std::string_view rest = "/a/{b}/{+c}:d{config.e}";
  std::vector<std::pair<PathPart::Kind, std::string>> parts;
  while (!rest.empty()) {
    const auto part = next_path_part(rest);
    parts.emplace_back(part.kind, part.text);
  }
  using K = PathPart::Kind;
  const decltype(parts) expected{{K::literal, "/a/"},           {K::field, "b"},    {K::literal, "/"},
                                 {K::multi_segment_field, "c"}, {K::literal, ":d"}, {K::from_config, "e"}};
  BOOST_TEST((parts == expected));
}
