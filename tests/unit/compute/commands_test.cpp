// Contexts, commands and results, against a service that plays a script.
#include "workspace.hpp"

#include <databricks/reflect.hpp>

using namespace test;
using compute::Language;
using ext::CommandResult;

namespace {

const char* const kRunningCluster = R"({"cluster_id":"c","state":"RUNNING"})";

CommandResult result(const std::string& results) { return CommandResult(from_json<compute::Results>(results)); }

std::deque<Answer> script(std::initializer_list<std::string> bodies) {
  std::deque<Answer> answers;
  for (const auto& body : bodies) answers.push_back(json(body));
  return answers;
}

/// What the command of the last `execute` was.
std::string sent_command(Workspace& workspace) {
  for (auto request = workspace.requests.rbegin(); request != workspace.requests.rend(); ++request) {
    if (request->target == "/api/1.2/commands/execute") return *from_json<compute::Command>(request->body).command;
  }
  return "none";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(commands, Workspace)

BOOST_AUTO_TEST_CASE(a_context_runs_commands_and_is_destroyed) {
  play(script({R"({"state":"TERMINATED"})", "{}", kRunningCluster, R"({"id":"x"})", R"({"id":"x","status":"Pending"})",
               R"({"id":"x","status":"Running"})", R"({"id":"1"})", R"({"id":"1","status":"Running"})",
               R"({"id":"1","status":"Finished","results":{"resultType":"text","data":"Out[1]: 2"}})", "{}"}));
  {
    const auto context = w.command_execution.start("c", Language::python);
    BOOST_TEST(context.id() == "x");
    BOOST_TEST(context.cluster_id() == "c");
    const auto answer = context.run("  1 + 1");
    BOOST_TEST(!answer.failed());
    BOOST_TEST(answer.text() == "2");
    BOOST_TEST(answer.error().empty());
    answer.check();
  }
  BOOST_TEST(calls() == "get start get create status status execute status status destroy");
  BOOST_TEST(requests[3].target == "/api/1.2/contexts/create");
  BOOST_TEST(requests[3].body == R"({"clusterId":"c","language":"python"})");
  BOOST_TEST(requests[4].target == "/api/1.2/contexts/status?clusterId=c&contextId=x");
  BOOST_TEST(requests[6].target == "/api/1.2/commands/execute");
  BOOST_TEST(requests[6].body == R"({"clusterId":"c","command":"1 + 1\n","contextId":"x","language":"python"})");
  BOOST_TEST(requests[7].target.starts_with("/api/1.2/commands/status?clusterId=c&"));
  BOOST_TEST(requests[9].target == "/api/1.2/contexts/destroy");
  BOOST_TEST(requests[9].body == R"({"clusterId":"c","contextId":"x"})");
}

BOOST_AUTO_TEST_CASE(row_198_arguments_inside_of_a_command_arrive_unchanged) {
  const std::string arguments[] = {R"(f('it''s', "\"quoted\"", '''x'''))", R"(f("back\\slash\n\u0041"))",
                                   "f('\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80')", "f('</script>&amp;%20$x{y}`')",
                                   std::string("f('\x01\x1F\x7F')")};
  std::string command;
  for (const auto& argument : arguments) command += argument + '\n';
  play(script(
      {kRunningCluster, R"({"id":"x"})", R"({"status":"Running"})", R"({"id":"1"})", R"({"status":"Finished"})"}));
  w.command_execution.run("c", Language::python, command);
  BOOST_TEST(sent_command(*this) == command);
  // What must not be touched at all: tabs and empty lines inside of a literal.
  const std::string literal = "\n  x = '''\n\n\ttab\n'''";
  play(script(
      {kRunningCluster, R"({"id":"x"})", R"({"status":"Running"})", R"({"id":"1"})", R"({"status":"Finished"})"}));
  w.command_execution.run("c", Language::python, literal, {.verbatim = true});
  BOOST_TEST(sent_command(*this) == literal);
}

BOOST_AUTO_TEST_CASE(row_199_a_failed_command_is_a_result_with_its_error) {
  play(script({kRunningCluster, R"({"id":"x"})", R"({"status":"Running"})", R"({"id":"1"})",
               R"({"status":"Error","results":{"resultType":"error","summary":"<b>a.BException</b>: no &lt;luck&gt;",
                   "cause":"trace"}})",
               "{}"}));
  const auto answer = w.command_execution.run("c", Language::scala, "x");
  BOOST_TEST(answer.failed());
  BOOST_TEST(answer.error() == "no <luck>");
  BOOST_TEST(answer.text().empty());
  BOOST_TEST(*answer.raw().cause == "trace");
  BOOST_TEST(error_text<Error>([&] { answer.check(); }) == "no <luck>");
  BOOST_TEST(calls() == "get create status execute status destroy");
}

BOOST_AUTO_TEST_CASE(one_command_needs_a_cluster_that_is_there) {
  play(script({R"({"state":"TERMINATED"})"}));
  BOOST_TEST(w.command_execution.run("c", Language::sql, "x").error() ==
             "Cluster c has to be running or resizing, but is TERMINATED");
  BOOST_TEST(calls() == "get");
  play(script({R"({"state":"RESIZING"})", R"({"id":"x"})", R"({"status":"Running"})", R"({"id":"1"})",
               R"({"status":"Finished"})", "{}"}));
  const auto nothing = w.command_execution.run("c", Language::sql, "x");
  BOOST_TEST(nothing.failed());
  BOOST_TEST(nothing.error() == "Command has no results");
}

BOOST_AUTO_TEST_CASE(a_context_is_destroyed_whatever_happens) {
  // The command is refused, it is cancelled, the context doesn't come up.
  play({json(kRunningCluster), json(R"({"id":"x"})"), json(R"({"status":"Running"})"), refusal("BAD", "no"),
        json("{}")});
  BOOST_CHECK_THROW(w.command_execution.run("c", Language::r, "x"), DatabricksError);
  BOOST_TEST(calls() == "get create status execute destroy");
  play(script({kRunningCluster, R"({"id":"x"})", R"({"status":"Running"})", R"({"id":"1"})",
               R"({"status":"Cancelled"})", "{}"}));
  BOOST_CHECK_THROW(w.command_execution.run("c", Language::r, "x"), OperationFailed);
  BOOST_TEST(calls() == "get create status execute status destroy");
  play(script({kRunningCluster, R"({"id":"x"})", R"({"status":"Error"})", "{}"}));
  BOOST_CHECK_THROW(w.command_execution.start("c", Language::r), OperationFailed);
  BOOST_TEST(calls() == "get create status destroy");
  // Nothing to destroy: there is no id. And nothing is thrown when that is refused.
  play(script({kRunningCluster, "{}"}));
  BOOST_TEST(holds(error_text<Error>([&] { w.command_execution.start("c", Language::r); }), "`id`"));
  BOOST_TEST(calls() == "get create");
  play({json(kRunningCluster), json(R"({"id":"x"})"), json(R"({"status":"Running"})"), refusal("BAD", "no")});
  w.command_execution.start("c", Language::r);
  BOOST_TEST(calls() == "get create status destroy");
}

BOOST_AUTO_TEST_CASE(a_context_moves_and_ends_once) {
  play(script({kRunningCluster, R"({"id":"x"})", R"({"status":"Running"})", "{}"}));
  auto first = w.command_execution.start("c", Language::sql);
  auto second = std::move(first);
  BOOST_TEST(first.id().empty());
  BOOST_CHECK_THROW(first.run("x"), InvalidArgument);
  first = std::move(second);
  BOOST_TEST(first.id() == "x");
  first.destroy();
  first.destroy();
  BOOST_CHECK_THROW(first.run("x"), InvalidArgument);
  BOOST_TEST(calls() == "get create status destroy");
}

BOOST_AUTO_TEST_CASE(a_wait_for_a_command_has_a_time_limit) {
  play(
      script({kRunningCluster, R"({"id":"x"})", R"({"status":"Running"})", R"({"id":"1"})", R"({"status":"Queued"})"}));
  const auto context = w.command_execution.start("c", Language::sql);
  BOOST_TEST(error_text<OperationTimeout>([&] { context.run("x", {.timeout = 90s}); }) ==
             "timed out after 0:01:30: current status: Queued");
  std::stop_source stop;
  stop.request_stop();
  BOOST_CHECK_THROW(context.run("x", {.stop = stop.get_token()}), CallCancelled);
}

BOOST_AUTO_TEST_CASE(a_table_is_scanned_row_by_row) {
  auto table = result(R"({"resultType":"table","schema":[{"name":"id","type":"\"int\""},{"name":"name"},{"type":1}],
      "data":[[1,"one",true,2.5],["9007199254740993","two",false,3],[null,null,null,null]]})");
  BOOST_TEST(table.columns() == (std::vector<std::string>{"id", "name", ""}), boost::test_tools::per_element());
  std::int64_t id = 0;
  std::string name;
  bool flag = false;
  double ratio = 0;
  BOOST_TEST(table.scan(id, name, flag, ratio));
  BOOST_TEST(id == 1);
  BOOST_TEST(name == "one");
  BOOST_TEST(flag);
  BOOST_TEST(ratio == 2.5);
  BOOST_TEST(table.scan(id, name));
  BOOST_TEST(id == 9007199254740993);
  BOOST_TEST(table.scan(id, name, flag, ratio));
  BOOST_TEST(id == 0);
  BOOST_TEST(name.empty());
  BOOST_TEST(!flag);
  BOOST_TEST(!table.scan(id, name));
  BOOST_TEST(table.rows().size() == 3u);
}

BOOST_AUTO_TEST_CASE(values_that_are_not_what_is_asked_for_are_errors) {
  auto table = result(R"({"resultType":"table","data":[["planted-secret",99999999999]]})");
  int number = 0;
  bool flag = false;
  std::string text, second, third;
  BOOST_TEST(error_text<Error>([&] { table.scan(number); }) == "value 1 of row 1 is no integer");
  BOOST_TEST(error_text<Error>([&] { table.scan(flag); }) == "value 1 of row 1 is no truth value");
  BOOST_TEST(error_text<Error>([&] { table.scan(text, number); }) == "value 2 of row 1 is no integer");
  BOOST_TEST(error_text<Error>([&] { table.scan(text, second, third); }) == "row 1 has 2 values, not 3");
  BOOST_TEST(table.scan(text, second));
  BOOST_CHECK_THROW(result(R"({"resultType":"table","data":"text"})").rows(), JsonError);
  BOOST_CHECK_THROW(result(R"({"resultType":"table","data":[1]})").rows(), JsonError);
  BOOST_CHECK_THROW(result(R"({"resultType":"text","data":[1]})").text(), JsonError);
}

BOOST_AUTO_TEST_CASE(results_of_other_kinds_have_what_they_have) {
  for (const char* results : {"{}", R"({"resultType":"text"})", R"({"resultType":"table"})", R"({"resultType":"new"})",
                              R"({"resultType":"table","data":null})", R"({"resultType":"text","data":null})"}) {
    auto other = result(results);
    std::string text;
    BOOST_TEST(!other.failed());
    BOOST_TEST(other.text().empty());
    BOOST_TEST(other.rows().empty());
    BOOST_TEST(other.columns().empty());
    BOOST_TEST(other.images().empty());
    BOOST_TEST(!other.scan(text));
  }
  BOOST_TEST(result(R"({"resultType":"image","fileName":"data:image/png;base64,AA"})").images().at(0) ==
             "data:image/png;base64,AA");
  BOOST_TEST(result(R"({"resultType":"images","fileNames":["a","b"]})").images().size() == 2u);
  BOOST_TEST(result(R"({"resultType":"error"})").error() == "the command failed and does not say why");
  BOOST_TEST(result(R"({"resultType":"error","cause":"<b>trace</b>"})").error() == "trace");
}

BOOST_AUTO_TEST_SUITE_END()
