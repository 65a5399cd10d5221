// dbutils on a cluster. The cluster's Python is the one of this machine, with a dbutils that shows what it was given.
#include "fixture.hpp"

#include <databricks/log.hpp>
#include <databricks/models/compute.hpp>
#include <databricks/services/compute.hpp>

#include <array>
#include <atomic>
#include <cstdio>
#include <thread>

namespace {

using namespace test;
using compute::CommandStatus;
using compute::ContextStatus;
using compute::ResultType;
using compute::State;
using services::compute::CommandExecution;

// What dbutils is on the cluster.
const std::string kDbutils = R"(
class Anything:
    def __init__(self, name): self.name = name
    def __getattr__(self, name): return Anything(self.name + '.' + name)
    def __call__(self, *args, **kwargs):
        if self.name == 'dbutils.notebook.exit': print(args[0], end='')
        elif self.name == 'dbutils.fs.mounts': return [('/mnt/a', 's3a://a', ''), ('/mnt/b', 's3a://b', 'sse-s3')]
        elif self.name == 'dbutils.notebook.run': return repr(args)
        elif self.name in ('dbutils.fs.mount', 'dbutils.fs.unmount'): return True
        else: return {'called': self.name, 'args': args, 'kwargs': kwargs}
dbutils = Anything('dbutils')
)";

std::string run_python(const Directory& directory, const std::string& program) {
  directory.write("program.py", kDbutils + program);
  FILE* pipe = ::popen(("python3 " + directory.path("program.py") + " 2>&1").c_str(), "r");
  std::string output;
  std::array<char, 4096> buffer;
  while (const auto n = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), n);
  ::pclose(pipe);
  return output;
}

struct OnCluster : Connected {
  OnCluster() {
    auto& server = workspace.server();
    server.on<&CommandExecution::create>([this](const compute::CreateContext& request) {
      BOOST_TEST((request.language == compute::Language::python));
      return compute::Created{.id = "context-" + std::to_string(++contexts)};
    });
    server.on<&CommandExecution::context_status>([](const compute::ContextStatusRequest& request) {
      return compute::ContextStatusResponse{.id = request.context_id, .status = ContextStatus::Running};
    });
    server.on<&CommandExecution::execute>([this](const compute::Command& command) {
      if (refuse) throw DatabricksError(404, "RESOURCE_DOES_NOT_EXIST", "ContextNotFound");
      running += 1;
      at_once = std::max(at_once.load(), running.load());
      used_context = *command.context_id;
      output = python ? python(*command.command) : run_python(local, *command.command);
      running -= 1;
      return compute::Created{.id = "command"};
    });
    server.on<&CommandExecution::command_status>([this](const compute::CommandStatusRequest&) {
      return status ? status(output)
                    : compute::CommandStatusResponse{.results = compute::Results{.data = RawJson(to_json(output)),
                                                                                 .result_type = ResultType::text},
                                                     .status = CommandStatus::Finished};
    });
  }

  WorkspaceClient client_of(const std::string& cluster_id) const {
    auto made = config();
    made.cluster_id = cluster_id;
    return WorkspaceClient(made);
  }
  WorkspaceClient client() const { return client_of(cluster_in(State::RUNNING)); }
  std::string cluster_in(State state) const {
    for (const auto& cluster : w.clusters.list()) {
      if (cluster.state == state) return *cluster.cluster_id;
    }
    BOOST_FAIL("the local workspace has no such cluster");
    return {};
  }

  std::atomic<int> contexts{0};
  std::atomic<int> running{0};
  std::atomic<int> at_once{0};
  std::atomic<bool> refuse{false};
  std::string used_context{};
  std::string output{};
  std::function<std::string(const std::string&)> python{};
  std::function<compute::CommandStatusResponse(const std::string&)> status{};
};

/// A client that logs all it can, and a mount with a secret.
struct Confidential : OnCluster {
  Confidential() {
    python = [this](const std::string& text) {
      program = text;
      return std::string("true");
    };
  }
  Config logging() {
    auto made = config();
    made.cluster_id = cluster_in(State::RUNNING);
    made.debug_truncate_bytes = 1 << 20;
    made.debug_headers = true;
    made.logger = function_logger([this](LogLevel, std::string_view text) { log.append(text) += '\n'; });
    return made;
  }
  void mount() {
    client.dbutils.fs.mount("s3a://b", "/mnt/b", {.extra_configs = {{"fs.account.key", "planted-secret-account-key"}}});
  }
  /// None of the texts has the secret, nor what the program has in its place.
  void check(const std::vector<std::string>& texts) const {
    const auto from = program.find("secret='") + 8;
    const auto data = program.substr(from, program.find('\'', from) - from);
    BOOST_TEST(data.size() > 100U);
    for (const auto& text : texts) {
      BOOST_TEST(!text.empty());
      BOOST_TEST(!holds(text, "planted-secret-account-key"), text);
      BOOST_TEST(!holds(text, data), text);
    }
  }

  std::string log{};
  std::string program{};
  WorkspaceClient client{logging()};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cluster, OnCluster)

BOOST_AUTO_TEST_CASE(row_198_arguments_arrive_unchanged) {
  const auto c = client();
  for (const auto& hostile : std::vector<std::string>{
           "it's", "\"quoted\"", "back\\slash\\", "two\nlines\r\n", "'); import os; os.abort(); ('", "'''\"\"\"\\'",
           "tab\tbell\\a\\u0041{}%s", "\xc3\xbc \xf0\x9f\x98\x80", "\\", ""}) {
    const auto answer =
        c.dbutils.call("data", "summarize", '[' + to_json(hostile) + ",7]", "{\"name\":" + to_json(hostile) + "}");
    const auto given = from_json<map<RawJson>>(answer.text);
    BOOST_TEST(given.at("called").text == "\"dbutils.data.summarize\"");
    BOOST_TEST(from_json<list<RawJson>>(given.at("args").text).size() == 2U);
    BOOST_TEST(from_json<std::string>(from_json<list<RawJson>>(given.at("args").text)[0].text) == hostile);
    BOOST_TEST(from_json<map<std::string>>(given.at("kwargs").text).at("name") == hostile);
  }
}

BOOST_AUTO_TEST_CASE(row_198_a_megabyte_of_arguments) {
  const auto big = std::string(1'000'000, '\'');
  const auto answer = client().dbutils.call("data", "x", '[' + to_json(big) + ']');
  BOOST_TEST((from_json<list<std::string>>(from_json<map<RawJson>>(answer.text).at("args").text)[0] == big));
}

BOOST_AUTO_TEST_CASE(row_197_mounts_and_notebooks) {
  const auto c = client();
  BOOST_TEST(c.dbutils.fs.mount("s3a://b", "/mnt/b", {.encryption_type = "sse-s3", .extra_configs = {{"k", "v"}}}));
  BOOST_TEST(c.dbutils.fs.unmount("/mnt/b"));
  const auto mounts = c.dbutils.fs.mounts();
  BOOST_TEST(mounts.size() == 2U);
  BOOST_TEST(mounts[1].mount_point == "/mnt/b");
  BOOST_TEST(mounts[1].source == "s3a://b");
  BOOST_TEST(mounts[1].encryption_type == "sse-s3");
  BOOST_TEST(c.dbutils.notebook.run("/a/b", 60, {{"k", "v"}}) == "('/a/b', 60, {'k': 'v'})");
  BOOST_TEST(holds(c.dbutils.call("jobs.taskValues", "get").text, "dbutils.jobs.taskValues.get"));
}

BOOST_AUTO_TEST_CASE(what_mount_is_given) {
  std::string program;
  python = [&](const std::string& text) {
    program = text;
    return std::string("true");
  };
  client().dbutils.fs.update_mount("a", "b", {.encryption_type = "e", .owner = "o", .extra_configs = {{"k", "v"}}});
  python = nullptr;
  const std::string call = "dbutils.fs.updateMount(*arguments, **named)";
  BOOST_TEST(holds(program, call));
  program.replace(program.find(call), call.size(), "[arguments, named]");
  BOOST_TEST(run_python(local, program) ==
             R"([["a", "b"], {"encryption_type": "e", "owner": "o", "extra_configs": {"k": "v"}}])");
}

BOOST_AUTO_TEST_CASE(one_context_is_kept_and_a_lost_one_is_replaced) {
  const auto c = client();
  const auto copy = c;
  c.dbutils.call("a", "b");
  copy.dbutils.call("a", "b");
  BOOST_TEST(contexts == 1);
  BOOST_TEST(used_context == "context-1");
  refuse = true;
  BOOST_TEST(failure_of([&] { c.dbutils.call("a", "b"); }).starts_with("NotFound"));
  refuse = false;
  copy.dbutils.call("a", "b");
  BOOST_TEST(used_context == "context-2");
}

BOOST_AUTO_TEST_CASE(calls_of_several_threads_are_made_one_after_the_other) {
  const auto c = client();
  python = [](const std::string&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return std::string("1");
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([&] { c.dbutils.call("a", "b"); });
  }
  BOOST_TEST(at_once == 1);
  BOOST_TEST(contexts == 1);
}

BOOST_AUTO_TEST_CASE(a_cluster_that_does_not_run_is_started) {
  const auto id = cluster_in(State::TERMINATED);
  client_of(id).dbutils.call("a", "b");
  BOOST_TEST((w.clusters.get({id}).state == State::RUNNING));
  w.clusters.delete_({id});  // now on its way down, or there already
  client_of(id).dbutils.call("a", "b");
  BOOST_TEST((w.clusters.get({id}).state == State::RUNNING));
  w.clusters.restart({id});
  client_of(id).dbutils.call("a", "b");
  BOOST_TEST(failure_of([&] { client_of("none").dbutils.call("a", "b"); }).starts_with("NotFound"));
}

BOOST_AUTO_TEST_CASE(answers_of_the_cluster_that_are_failures) {
  const auto c = client();
  using Response = compute::CommandStatusResponse;
  using compute::Results;
  const auto text = [](std::string json) {
    return Response{.results = Results{.data = RawJson(json), .result_type = ResultType::text},
                    .status = CommandStatus::Finished};
  };
  const std::vector<std::pair<Response, std::string>> rows = {
      {Response{.results = Results{.result_type = ResultType::error, .summary = "it broke"},
                .status = CommandStatus::Error},
       "it broke"},
      {Response{.results = Results{.cause = "because", .result_type = ResultType::error},
                .status = CommandStatus::Error},
       "because"},
      {Response{.results = Results{.result_type = ResultType::error}, .status = CommandStatus::Finished},
       "does not say why"},
      {Response{.status = CommandStatus::Finished}, "no results"},
      {text(R"("no json")"), "not the JSON it should be"},
      {text(R"("{\"cut\":")"), "not the JSON it should be"},
      {text(R"("")"), "not the JSON it should be"},
      {text(R"({"an":"object"})"), "not the JSON it should be"},
  };
  for (const auto& [answer, why] : rows) {
    status = [given = answer](const std::string&) { return given; };
    const auto failure = failure_of([&] { c.dbutils.call("a", "b"); });
    BOOST_TEST(failure.starts_with("Error: "), failure);
    BOOST_TEST(holds(failure, why), failure);
  }
  status = [&](const std::string&) { return text(R"("Out[12]: [1]")"); };
  BOOST_TEST(c.dbutils.call("a", "b").text == "[1]");
  for (const auto& mounts : std::vector<std::string>{"{}", "[[1]]", R"([[\"a\",\"b\"]])", "7"}) {
    status = [&](const std::string&) { return text('"' + mounts + '"'); };
    BOOST_TEST(failure_of([&] { c.dbutils.fs.mounts(); }).starts_with("Error: "));
  }
}

BOOST_FIXTURE_TEST_CASE(a_log_does_not_show_what_a_cluster_is_told_in_confidence, Confidential) {
  mount();
  python = [](const std::string& text) { return to_json("planted-secret-account-key " + text); };
  client.dbutils.call("data", "summarize", "[]", R"({"name":{"key":"planted-secret-account-key"}})");
  check({log});
  BOOST_TEST(holds(log, "POST /api/1.2/commands/execute"));
  BOOST_TEST(holds(log, "> [not shown]"));
  BOOST_TEST(holds(log, "< [not shown]"));
  BOOST_TEST(holds(log, "/api/1.2/contexts/create"));
  client.clusters.get({client.config().cluster_id});
  BOOST_TEST(holds(log, "\"cluster_name\""));  // other calls are shown
}

BOOST_FIXTURE_TEST_CASE(a_service_that_quotes_the_program_gives_nothing_away, Confidential) {
  mount();
  const auto quoted = to_json(program);
  for (const auto& answer : {json_answer(R"({"error_code":"INVALID_PARAMETER_VALUE","message":)" + quoted + "}", 400),
                             json_answer("<html>" + program, 502),
                             json_answer(R"({"id":[)" + quoted + R"(],"secret":"planted-secret-account-key"})"),
                             json_answer("planted-secret-account-key " + program)}) {
    transport->answer = [&answer](const HttpRequest& request) -> std::optional<HttpResponse> {
      return holds(request.target, "/commands/execute") ? std::optional(answer) : std::nullopt;
    };
    check({failure_of([&] { mount(); }), log});
  }
}

BOOST_FIXTURE_TEST_CASE(a_cluster_that_quotes_its_arguments_gives_nothing_away, Confidential) {
  mount();
  const auto traceback = "Traceback:\n" + program + "\nplanted-secret-account-key";
  for (const auto& results : {compute::Results{.result_type = ResultType::error,
                             .summary = "Exception: planted-secret-account-key " + program},
                              compute::Results{.cause = traceback, .result_type = ResultType::error},
                              compute::Results{.data = RawJson(to_json(traceback)), .result_type = ResultType::text}}) {
    status = [&results](const std::string&) {
      return compute::CommandStatusResponse{.results = results, .status = CommandStatus::Finished};
    };
    check({failure_of([&] { mount(); }), log});
  }
}

BOOST_AUTO_TEST_CASE(errors_name_what_is_no_secret) {
  status = [](const std::string&) {
    return compute::CommandStatusResponse{
        .results = compute::Results{.result_type = ResultType::error,
                                    .summary = "Exception: /mnt/taken is taken by s3a://bucket, k: v, not key"},
        .status = CommandStatus::Finished};
  };
  const auto failure = failure_of([&] {
    client().dbutils.fs.mount("s3a://bucket", "/mnt/taken", {.owner = "somebody", .extra_configs = {{"k", "v"}}});
  });
  BOOST_TEST(failure == "Error: dbutils failed on the cluster: /mnt/taken is taken by s3a://bucket, k: v, not key");
}

BOOST_AUTO_TEST_CASE(what_is_no_name_or_no_arguments_is_refused_before_anything_is_sent) {
  const auto c = client_of("none");
  transport->forget();
  for (const auto& name :
       std::vector<std::string>{"", "a b", "a.", ".a", "a..b", "1a", "a();b", "a\nb", "\xc3\xbc", "a'b"}) {
    BOOST_TEST(failure_of([&] { c.dbutils.call(name, "x"); }).starts_with("InvalidArgument"), name);
    BOOST_TEST(failure_of([&] { c.dbutils.call("x", name); }).starts_with("InvalidArgument"), name);
  }
  for (const auto& arguments : std::vector<std::string>{"", "{}", "7", "[", "[1", "[1]]", "[1] '"}) {
    BOOST_TEST(failure_of([&] { c.dbutils.call("a", "b", arguments); }).starts_with("InvalidArgument"), arguments);
    BOOST_TEST(failure_of([&] {
                 c.dbutils.call("a", "b", {"[]"}, arguments == "{}" ? "[]" : arguments);
               }).starts_with("InvalidArgument"),
               arguments);
  }
  BOOST_TEST(transport->exchanges().empty());
}

BOOST_AUTO_TEST_SUITE_END()
