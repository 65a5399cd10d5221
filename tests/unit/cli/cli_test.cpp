// The command line over hand-written packages, against a server on loopback.
#define BOOST_TEST_MODULE cli
#include "shop.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using shop::Outcome;
using shop::Shop;
using test::Answer;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

struct TemporaryFile {
  TemporaryFile() = default;
  explicit TemporaryFile(const std::string& text) { directory.write("file", text); }
  std::string text() const { return directory.read("file"); }
  test::TemporaryDirectory directory;
  std::string path = directory.path("file");
};

// Answers a list of three widgets on two pages.
Answer pages(const test::Recorded& request) {
  if (contains(request.target, "page_token=p2")) return {200, R"({"widgets":[{"id":"c","name":"C"}]})"};
  return {200, R"({"widgets":[{"id":"a","name":"A","size":1},{"id":"b","name":"B, long"}],"next":"p2"})"};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(endpoints)

BOOST_AUTO_TEST_CASE(lines_in_the_order_of_the_tables) {
  const auto outcome = Shop().run({"endpoints"});
  BOOST_TEST(outcome.code == 0);
  BOOST_TEST(outcome.err == "");
  BOOST_TEST(outcome.out ==
             "workspace\twidgets\tget\tGET\t/api/2.0/widgets/{id}\tshop.GetWidget\tshop.Widget\t\n"
             "workspace\twidgets\tcreate\tPOST\t/api/2.0/widgets\tshop.CreateWidget\tshop.Widget\twaits\n"
             "workspace\twidgets\tedit\tPATCH\t/api/2.0/widgets/{id}\tshop.EditWidget\t-\t\n"
             "workspace\twidgets\tdelete\tDELETE\t/api/2.0/widgets/{id}\tshop.GetWidget\t-\t\n"
             "workspace\twidgets\tpin\tPOST\t/api/2.0/widgets/pin\tshop.PinWidget\t-\t\n"
             "workspace\twidgets\tlist\tGET\t/api/2.0/widgets\tshop.ListWidgets\tshop.WidgetList\tpaginated\n"
             "workspace\twidgets\tall\tGET\t/api/2.0/widgets/all\t-\tlist<shop.Widget>\tpaginated\n"
             "workspace\tsettings.conf\tset_status\tPATCH\t/api/2.0/conf\tshop.Conf\t-\t\n"
             "workspace\tfiles\tupload\tPUT\t/api/2.0/fs/files{file_path}\tshop.Upload\t-\tstream-in\n"
             "workspace\tfiles\tdownload\tGET\t/api/2.0/fs/files{file_path}\tshop.Path\tshop.Download\tstream-out\n"
             "workspace\tfiles\tget_metadata\tHEAD\t/api/2.0/fs/files{file_path}\tshop.Path\tshop.Metadata\t\n"
             "workspace\tbuilds\tbuild\tPOST\t/api/2.0/{parent}/builds\tshop.Build\tshop.LongOperation\tlro\n"
             "workspace\tbuilds\tdelete\tDELETE\t/api/2.0/builds/{name}\tshop.GetOperation\tshop.LongOperation\tlro\n"
             "account\tbudgets\tget\tGET\t/api/2.0/accounts/{account_id}/budgets\t-\tshop.Widget\t\n"
             "account\tendpoints\tget\tGET\t/api/2.0/accounts/{account_id}/budgets\t-\tshop.Widget\t\n");
}

BOOST_AUTO_TEST_CASE(json) {
  const auto outcome = Shop().run({"endpoints", "--json"});
  BOOST_TEST(outcome.out.starts_with(
      "[\n"
      R"({"client":"workspace","accessor":"widgets","method":"get","verb":"GET","path":"/api/2.0/widgets/{id}",)"
      R"("request":"shop.GetWidget","response":"shop.Widget","flags":[]},)"));
  BOOST_TEST(contains(outcome.out, R"("request":null,"response":"list<shop.Widget>","flags":["paginated"])"));
  BOOST_TEST(outcome.out.ends_with("}\n]\n"));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(call)

BOOST_AUTO_TEST_CASE(path_query_and_body_come_from_one_object) {
  Shop shop;
  shop.answer = [](const auto&) { return Answer{200, R"({"id":"a/b","name":"A","later":1})"}; };
  const auto outcome = shop.run({"call", "widgets", "get", R"({"id":"a/b","verbose":true})"});
  BOOST_TEST(outcome.err == "");
  BOOST_TEST(outcome.out == "{\"id\":\"a/b\",\"name\":\"A\"}\n");
  BOOST_TEST(shop.requests.at(0).target == "/api/2.0/widgets/a%2Fb?verbose=true");
  BOOST_TEST(shop.requests.at(0).header("Authorization") == "Bearer dapi-secret");

  BOOST_TEST(shop.run({"call", "widgets", "edit", R"({"id":"w","name":"N","size":3})"}).out == "{}\n");
  BOOST_TEST(shop.requests.at(1).method == "PATCH");
  BOOST_TEST(shop.requests.at(1).target == "/api/2.0/widgets/w");
  BOOST_TEST(shop.requests.at(1).body == R"({"name":"N","size":3})");
}

BOOST_AUTO_TEST_CASE(a_body_field_stands_under_its_own_name) {
  Shop shop;
  shop.answer = [](const auto&) { return Answer{200, R"({"name":"op-1"})"}; };
  const auto outcome =
      shop.run({"call", "builds", "build", R"({"parent":"p/1","widget_id":"w","widget":{"id":"i","name":"n"}})"});
  BOOST_TEST(outcome.out == "{\"name\":\"op-1\"}\n");
  BOOST_TEST(shop.requests.at(0).target == "/api/2.0/p/1/builds?widget_id=w");
  BOOST_TEST(shop.requests.at(0).body == R"({"id":"i","name":"n"})");
}

BOOST_AUTO_TEST_CASE(the_request_from_stdin_and_file) {
  Shop shop;
  shop.run({"call", "widgets", "get", "-"}, R"({"id":"in"})");
  const TemporaryFile file(R"({"id":"file"})");
  shop.run({"call", "widgets", "get", "@" + file.path});
  BOOST_TEST(shop.requests.at(0).target == "/api/2.0/widgets/in");
  BOOST_TEST(shop.requests.at(1).target == "/api/2.0/widgets/file");
  const auto missing = shop.run({"call", "widgets", "get", "@/nonexistent/request.json"});
  BOOST_TEST(missing.code == 1);
  BOOST_TEST(contains(missing.err, "/nonexistent/request.json"));
}

BOOST_AUTO_TEST_CASE(a_request_that_is_a_map) {
  Shop shop;
  BOOST_TEST(shop.run({"call", "settings.conf", "set_status", R"({"enableX":"true"})"}).out == "{}\n");
  BOOST_TEST(shop.requests.at(0).body == R"({"enableX":"true"})");
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_when_the_request_is_wrong) {
  Shop shop;
  for (const auto* json : {R"({"idd":"a"})", R"({"id":{}})", R"({"id":"a","verbose":"perhaps"})", "{", "[]"}) {
    const auto outcome = shop.run({"call", "widgets", "get", json});
    BOOST_TEST(outcome.code == 1);
    BOOST_TEST(outcome.out == "");
    BOOST_TEST(outcome.err.starts_with("shop: "));
  }
  BOOST_TEST(shop.run({"call", "widgets", "all", R"({"x":1})"}).code == 1);
  BOOST_TEST(shop.run({"call", "widgets", "get"}).code == 1);  // no id
  BOOST_TEST(shop.requests.empty());
}

BOOST_AUTO_TEST_CASE(all_pages_as_one_array) {
  Shop shop;
  shop.answer = pages;
  const auto outcome = shop.run({"call", "widgets", "list"});
  BOOST_TEST(outcome.out == R"([{"id":"a","name":"A","size":1},{"id":"b","name":"B, long"},{"id":"c","name":"C"}])"
                            "\n");
  BOOST_TEST(shop.requests.size() == 2u);
  shop.answer = [](const auto&) { return Answer{200, "{}"}; };
  BOOST_TEST(shop.run({"call", "widgets", "list", "{}"}).out == "[]\n");
  shop.answer = [](const auto&) { return Answer{200, R"([{"id":"a","name":"A"}])"}; };
  BOOST_TEST(shop.run({"call", "widgets", "all"}).out == "[{\"id\":\"a\",\"name\":\"A\"}]\n");
}

BOOST_AUTO_TEST_CASE(an_error_of_the_first_page_prints_no_array) {
  Shop shop;
  shop.answer = [](const auto&) { return Answer{404, R"({"error_code":"NOT_FOUND","message":"no such shop"})"}; };
  const auto outcome = shop.run({"call", "widgets", "list"});
  BOOST_TEST(outcome.code == 1);
  BOOST_TEST(outcome.out == "");
  BOOST_TEST(contains(outcome.err, "no such shop"));
  BOOST_TEST(!contains(outcome.err, "dapi-secret"));
}

BOOST_AUTO_TEST_CASE(the_first_answer_unless_told_to_wait) {
  Shop shop;
  int polls = 0;
  shop.answer = [&](const test::Recorded& request) {
    if (request.method == "POST") return Answer{200, R"({"id":"w","name":"new"})"};
    return Answer{200, ++polls < 3 ? R"({"id":"w","name":"new"})" : R"({"id":"w","name":"new","color":"GREEN"})"};
  };
  BOOST_TEST(shop.run({"call", "widgets", "create", R"({"name":"new"})"}).out == "{\"id\":\"w\",\"name\":\"new\"}\n");
  BOOST_TEST(polls == 0);
  const auto outcome = shop.run({"call", "widgets", "create", R"({"name":"new"})", "--wait"});
  BOOST_TEST(outcome.out == "{\"id\":\"w\",\"name\":\"new\",\"color\":\"GREEN\"}\n");
  BOOST_TEST(polls == 3);
  shop.answer = [&](const test::Recorded&) { return Answer{200, R"({"id":"w","name":"new","color":"RED"})"}; };
  const auto failed = shop.run({"call", "widgets", "create", "--wait", R"({"name":"new"})"});
  BOOST_TEST(failed.code == 1);
  BOOST_TEST(contains(failed.err, "failed to reach GREEN, got RED"));
}

BOOST_AUTO_TEST_CASE(the_result_of_a_long_running_operation) {
  Shop shop;
  shop.answer = [&](const test::Recorded& request) {
    const bool poll = request.method == "GET";
    return Answer{200, poll ? R"({"name":"op","done":true,"response":{"id":"w","name":"built"}})" : R"({"name":"op"})"};
  };
  const std::string request = R"({"parent":"p","widget_id":"w","widget":{"id":"w","name":"x"}})";
  BOOST_TEST(shop.run({"call", "builds", "build", request}).out == "{\"name\":\"op\"}\n");
  BOOST_TEST(shop.run({"call", "builds", "build", request, "--wait"}).out == "{\"id\":\"w\",\"name\":\"built\"}\n");
  BOOST_TEST(shop.requests.back().target == "/api/2.0/operations/op");
  BOOST_TEST(shop.run({"call", "builds", "delete", R"({"name":"x"})", "--wait"}).out == "{}\n");
}

BOOST_AUTO_TEST_CASE(streams) {
  Shop shop;
  const std::string bytes = std::string("\0\xff raw", 6);
  shop.answer = [&](const auto&) { return Answer{200, bytes, "application/octet-stream"}; };
  BOOST_TEST(shop.run({"call", "files", "download", R"({"file_path":"/V/a b"})"}).out == bytes);
  BOOST_TEST(shop.requests.at(0).target == "/api/2.0/fs/files/V/a%20b");

  TemporaryFile file("from a file");
  shop.answer = [](const auto&) { return Answer{204, ""}; };
  const std::string request = R"({"file_path":"/V/x","overwrite":true})";
  BOOST_TEST(shop.run({"call", "files", "upload", request, "--in", file.path}).out == "{}\n");
  BOOST_TEST(shop.requests.at(1).target == "/api/2.0/fs/files/V/x?overwrite=true");
  BOOST_TEST(shop.requests.at(1).body == "from a file");
  shop.run({"call", "files", "upload", request, "--in", "-"}, "from stdin");
  BOOST_TEST(shop.requests.at(2).body == "from stdin");
  BOOST_TEST(shop.run({"call", "files", "upload", request}).code == 2);
  BOOST_TEST(shop.run({"call", "files", "upload", "-", "--in", "-"}).code == 2);
  BOOST_TEST(shop.requests.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_refused_download_leaves_the_file_alone) {
  Shop shop;
  TemporaryFile file("old");
  shop.answer = [](const auto&) { return Answer{404, R"({"message":"gone"})"}; };
  BOOST_TEST(shop.run({"files", "download", "/V/x", "--out", file.path}).code == 1);
  BOOST_TEST(file.text() == "old");
  shop.answer = [](const auto&) { return Answer{200, "new", "application/octet-stream"}; };
  BOOST_TEST(shop.run({"files", "download", "/V/x", "--out", file.path}).out == "");
  BOOST_TEST(file.text() == "new");
}

BOOST_AUTO_TEST_CASE(headers_are_members_of_the_result) {
  Shop shop;
  shop.answer = [](const auto&) {
    return Answer{200, "", "text/plain", {{"last-modified", "Mon, 01 Jan 2024 00:00:00 GMT"}}};
  };
  const auto outcome = shop.run({"call", "files", "get_metadata", R"({"file_path":"/V/x"})"});
  BOOST_TEST(outcome.out == "{\"last-modified\":\"Mon, 01 Jan 2024 00:00:00 GMT\"}\n");
  BOOST_TEST(shop.requests.at(0).method == "HEAD");
}

BOOST_AUTO_TEST_CASE(the_account) {
  Shop shop;
  BOOST_TEST(shop.run({"--account", "call", "budgets", "get"}).code == 0);
  BOOST_TEST(shop.requests.at(0).target == "/api/2.0/accounts/a-1/budgets");
  const auto outcome = shop.run({"call", "budgets", "get"});
  BOOST_TEST(outcome.code == 2);
  BOOST_TEST(contains(outcome.err, "add --account"));
  BOOST_TEST(contains(shop.run({"--account", "call", "widgets", "get"}).err, "leave out --account"));
  // A service called like a command.
  BOOST_TEST(shop.run({"--account", "endpoints", "get"}).code == 0);
  BOOST_TEST(shop.requests.size() == 2u);
  BOOST_TEST(contains(shop.run({"--account", "endpoints", "--help"}).out, "endpoints METHOD"));
  BOOST_TEST(contains(shop.run({"--account", "endpoints"}).out, "workspace\twidgets"));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(reads_like_an_answer_and_prints_compact) {
  Shop shop;
  const std::string text = R"( { "id": "a", "new": [1], "name": "N", "size": "7", "color": "BLUE" } )";
  const std::string expected = "{\"id\":\"a\",\"name\":\"N\",\"size\":7,\"color\":\"BLUE\"}\n";
  BOOST_TEST(shop.run({"json", "shop.Widget", text}).out == expected);
  BOOST_TEST(shop.run({"json", "shop.Widget", "-"}, text).out == expected);
  BOOST_TEST(shop.run({"json", "shop.Range", R"({"min_size":1})"}).out == "{\"min_size\":1}\n");  // only reachable
  BOOST_TEST(shop.run({"json", "shop.Color", R"("RED")"}).out == "\"RED\"\n");
  BOOST_TEST(shop.run({"json", "shop.Color", R"("BLUE")"}).out == "\"BLUE\"\n");
  BOOST_TEST(shop.run({"json", "shop.Widget", "{"}).code == 1);
  const auto unknown = shop.run({"json", "shop.Widgte", "{}"});
  BOOST_TEST(unknown.code == 2);
  BOOST_TEST(contains(unknown.err, "did you mean `shop.Widget`"));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(for_people)

BOOST_AUTO_TEST_CASE(flags_are_typed_by_their_fields) {
  Shop shop;
  const auto outcome = shop.run({"widgets",
                                 "create",
                                 "--name",
                                 "12",
                                 "--size",
                                 "2",
                                 "--autoscale.min-size",
                                 "1",
                                 "--autoscale.max_size=9",
                                 "--color",
                                 "GREEN",
                                 "--dry-run",
                                 "--display-name",
                                 "a \"b\"",
                                 "--labels",
                                 "x",
                                 "--labels",
                                 "y",
                                 "--namespace",
                                 "n",
                                 "--ranges",
                                 R"({"min_size":3})",
                                 "--tags",
                                 "k=v=w",
                                 "--tags.a.b",
                                 "c",
                                 "--state",
                                 "true"});
  BOOST_TEST(outcome.err == "");
  BOOST_TEST(shop.requests.at(0).body ==
             R"({"name":"12","autoscale":{"max_size":9,"min_size":1},"color":"GREEN","dry_run":true,)"
             R"("display_name":"a \"b\"","labels":["x","y"],"namespace":"n","ranges":[{"min_size":3}],"size":2,)"
             R"("state":"true","tags":{"a.b":"c","k":"v=w"}})");
}

BOOST_AUTO_TEST_CASE(json_values_and_a_json_base) {
  Shop shop;
  shop.run({"widgets", "create", "--labels", R"(["a","b"])", "--tags", R"({"k":"v"})", "--autoscale",
            R"({"min_size":1})", "--dry-run", "false", "--name=x"});
  BOOST_TEST(shop.requests.at(0).body ==
             R"({"name":"x","autoscale":{"min_size":1},"dry_run":false,"labels":["a","b"],"tags":{"k":"v"}})");
  // The base comes first, wherever it stands.
  shop.run({"widgets", "create", "--size", "2", "--json", R"({"name":"base","size":1})"});
  BOOST_TEST(shop.requests.at(1).body == R"({"name":"base","size":2})");
  shop.run({"widgets", "create", "--json", "-"}, R"({"name":"in"})");
  BOOST_TEST(shop.requests.at(2).body == R"({"name":"in"})");
}

BOOST_AUTO_TEST_CASE(positional_arguments) {
  Shop shop;
  shop.run({"widgets", "edit", "w1", "name", "--size", "-1"});
  BOOST_TEST(shop.requests.at(0).target == "/api/2.0/widgets/w1");
  BOOST_TEST(shop.requests.at(0).body == R"({"name":"name","size":-1})");
  shop.run({"widgets", "edit", "--id", "w2", "name"});
  BOOST_TEST(shop.requests.at(1).target == "/api/2.0/widgets/w2");
  shop.run({"widgets", "pin", "w3"});
  BOOST_TEST(shop.requests.at(2).body == R"({"widget_id":"w3"})");
  shop.run({"widgets", "delete", "--", "--odd"});
  BOOST_TEST(shop.requests.at(3).target == "/api/2.0/widgets/--odd");
  shop.run({"files", "get-metadata", "/V/x"});
  BOOST_TEST(shop.requests.at(4).target == "/api/2.0/fs/files/V/x");
  shop.run({"settings.conf", "set_status", "--enableX", "true"});
  BOOST_TEST(shop.requests.at(5).body == R"({"enableX":"true"})");

  BOOST_TEST(contains(shop.run({"widgets", "get"}).err, "missing ID"));
  BOOST_TEST(shop.run({"widgets", "get", "a", "b"}).code == 2);
  BOOST_TEST(shop.run({"widgets", "create", "name"}).code == 2);
  BOOST_TEST(shop.requests.size() == 6u);
}

BOOST_AUTO_TEST_CASE(output) {
  Shop shop;
  shop.answer = pages;
  BOOST_TEST(shop.run({"widgets", "list"}).out ==
             "[\n"
             "  {\n    \"id\": \"a\",\n    \"name\": \"A\",\n    \"size\": 1\n  },\n"
             "  {\n    \"id\": \"b\",\n    \"name\": \"B, long\"\n  },\n"
             "  {\n    \"id\": \"c\",\n    \"name\": \"C\"\n  }\n"
             "]\n");
  BOOST_TEST(shop.run({"widgets", "list", "--output", "table"}).out ==
             "id  name     size\n"
             "a   A        1\n"
             "b   B, long\n"
             "c   C\n");
  shop.answer = [](const auto&) { return Answer{200, R"({"id":"a","name":"A","tags":{"k":"v"}})"}; };
  BOOST_TEST(shop.run({"widgets", "get", "a"}).out ==
             "{\n  \"id\": \"a\",\n  \"name\": \"A\",\n  \"tags\": {\n    \"k\": \"v\"\n  }\n}\n");
  BOOST_TEST(shop.run({"widgets", "get", "a", "--output=table"}).out ==
             "field  value\n"
             "id     a\n"
             "name   A\n"
             "tags   {\"k\":\"v\"}\n");
  BOOST_TEST(shop.run({"widgets", "get", "a", "--output", "xml"}).code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(usage)

BOOST_AUTO_TEST_CASE(wrong_usage_names_what_may_have_been_meant) {
  Shop shop;
  const auto check = [&](std::vector<std::string> arguments, std::string_view part) {
    const auto outcome = shop.run(std::move(arguments));
    BOOST_TEST(outcome.code == 2);
    BOOST_TEST(outcome.out == "");
    BOOST_TEST(contains(outcome.err, part), outcome.err << " lacks " << part);
    BOOST_TEST(contains(outcome.err, "Usage: shop"));
  };
  check({}, "missing the command");
  check({"widget", "get"}, "unknown service `widget`; did you mean `widgets`?");
  check({"call", "widgets", "gte"}, "unknown method of `widgets` `gte`; did you mean `get`");
  check({"conf", "set_status"}, "`settings.conf`");
  check({"widgets"}, "missing the method");
  check({"call", "widgets"}, "missing the method");
  check({"widgets", "create", "--sise", "1"}, "did you mean `--size`");
  check({"widgets", "create", "--autoscale.min-sise", "1"}, "did you mean `--autoscale.min-size`");
  check({"widgets", "create", "--size"}, "missing the value of --size");
  check({"widgets", "create", "--size", "two"}, "--size: ");
  check({"widgets", "create", "--dry-run=perhaps"}, "--dry-run: ");
  check({"widgets", "create", "--tags", "novalue"}, "expected KEY=VALUE");
  check({"widgets", "get", "a", "--wait"}, "nothing to wait for");
  check({"widgets", "get", "a", "--in", "x"}, "uploads nothing");
  check({"widgets", "get", "a", "--out", "x"}, "downloads nothing");
  check({"files", "upload", "/V/x"}, "add --in FILE");
  check({"call", "widgets", "get", "{}", "{}"}, "unexpected argument");
  check({"call", "widgets", "get", "--wiat"}, "did you mean `--wait`");
  check({"endpoints", "--jsn"}, "did you mean `--json`");
  check({"endpoints", "x"}, "unexpected argument");
  check({"--acount", "endpoints"}, "did you mean `--account`");
  check({"json", "shop.Widget"}, "missing the JSON");
  BOOST_TEST(shop.requests.empty());
}

BOOST_AUTO_TEST_CASE(help_at_every_level) {
  Shop shop;
  const auto help = shop.run({"--help"});
  BOOST_TEST(help.code == 0);
  BOOST_TEST(contains(help.out, "endpoints  every operation"));
  BOOST_TEST(contains(help.out, "settings.conf  shop"));
  BOOST_TEST(contains(help.out, "with --account"));
  BOOST_TEST(contains(shop.run({"call", "--help"}).out, "Usage: shop"));
  const auto service = shop.run({"widgets", "--help"}).out;
  BOOST_TEST(contains(service, "delete  DELETE  /api/2.0/widgets/{id}"));
  BOOST_TEST(contains(service, "paginated"));
  const auto create = shop.run({"widgets", "create", "--help"}).out;
  BOOST_TEST(contains(create, "POST /api/2.0/widgets\n"));
  BOOST_TEST(contains(create, "--name          required  body       text"));
  BOOST_TEST(contains(create, "RED|GREEN"));
  BOOST_TEST(contains(create, "--wait"));
  const auto edit = shop.run({"widgets", "edit", "-h"}).out;
  BOOST_TEST(contains(edit, "Usage: shop widgets edit ID NAME [--field value ...]"));
  BOOST_TEST(contains(edit, "path"));
  BOOST_TEST(contains(shop.run({"files", "upload", "--help"}).out, "--in"));
  BOOST_TEST(contains(shop.run({"--account", "budgets", "--help"}).out, "shop --account budgets METHOD"));
  BOOST_TEST(shop.run({"--version"}).out.starts_with("shop "));
  BOOST_TEST(shop.requests.empty());
}

BOOST_AUTO_TEST_CASE(global_flags) {
  Shop shop, other;
  BOOST_TEST(shop.run({"--host", other.base.host, "widgets", "get", "a"}).code == 0);
  BOOST_TEST(shop.requests.empty());
  BOOST_TEST(other.requests.size() == 1u);
  const TemporaryFile file("[other]\nhost = " + other.base.host + "\ntoken = dapi-other\n");
  shop.base.config_file = file.path;
  shop.base.host = shop.base.token = "";
  BOOST_TEST(shop.run({"--profile=other", "widgets", "get", "a"}).err == "");
  BOOST_TEST(other.requests.at(1).header("Authorization") == "Bearer dapi-other");
  const auto outcome = shop.run({"--profile", "missing", "widgets", "get", "a"});
  BOOST_TEST(outcome.code == 1);
  BOOST_TEST(contains(outcome.err, "missing"));
  BOOST_TEST(shop.requests.empty());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(broken_output)

// A stream that takes a few bytes and then fails as a system call would.
class Failing : public std::streambuf {
 public:
  explicit Failing(int error) : error_(error) {}
  std::streamsize xsputn(const char*, std::streamsize size) override {
    left_ -= size;
    if (left_ >= 0) return size;
    errno = error_;
    return 0;
  }

 private:
  int error_;
  std::streamsize left_ = 200;
};

// The output takes 200 bytes, then fails with this error.
Outcome run_into(int error, Shop& shop, const std::vector<std::string>& arguments) {
  Failing buffer(error);
  std::istringstream in;
  std::ostream out(&buffer);
  std::ostringstream err;
  const int code = databricks::command_line(arguments, shop::packages,
                                            {.program = "shop", .in = in, .out = out, .err = err, .config = shop.base});
  return {code, "", err.str()};
}

BOOST_AUTO_TEST_CASE(a_closed_pipe_is_no_message) {
  Shop shop;
  const auto closed = run_into(EPIPE, shop, {"endpoints"});
  BOOST_TEST(closed.code == 1);
  BOOST_TEST(closed.err == "");
  const auto full = run_into(ENOSPC, shop, {"endpoints"});
  BOOST_TEST(full.code == 1);
  BOOST_TEST(contains(full.err, "can't be written"));
}

BOOST_AUTO_TEST_CASE(a_closed_pipe_ends_a_download) {
  Shop shop;
  shop.answer = [](const auto&) { return Answer{200, std::string(1 << 20, 'x'), "application/octet-stream"}; };
  const auto closed = run_into(EPIPE, shop, {"files", "download", "/V/x"});
  BOOST_TEST(closed.code == 1);
  BOOST_TEST(closed.err == "");
}

BOOST_AUTO_TEST_CASE(a_closed_pipe_ends_a_list) {
  Shop shop;  // whose list never ends
  shop.answer = [n = 0](const auto&) mutable {
    return Answer{200, R"({"widgets":[{"id":"a","name":"A"}],"next":"p)" + std::to_string(++n) + "\"}"};
  };
  const auto closed = run_into(EPIPE, shop, {"call", "widgets", "list"});
  BOOST_TEST(closed.code == 1);
  BOOST_TEST(closed.err == "");
  BOOST_TEST(shop.requests.size() < 20u);
}

BOOST_AUTO_TEST_SUITE_END()
