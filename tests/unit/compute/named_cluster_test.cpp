// A running cluster by its name.
#include "workspace.hpp"

#include <databricks/log.hpp>

#include <thread>

using namespace test;

namespace {

std::string cluster(const std::string& id, const std::string& state, const std::string& name = "etl") {
  return R"({"cluster_id":")" + id + R"(","cluster_name":")" + name + R"(","state":")" + state + R"("})";
}
Answer listed(const std::string& clusters) { return json(R"({"clusters":[)" + clusters + "]}"); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(named_clusters, Workspace)

BOOST_AUTO_TEST_CASE(a_cluster_of_the_name_that_runs_is_the_answer) {
  for (const std::string state : {"RUNNING", "RESIZING"}) {
    play({listed(cluster("a", "RUNNING", "other") + ",{}," + cluster("b", state) + "," + cluster("c", "RUNNING"))});
    BOOST_TEST(*w.clusters.get_or_create_running_cluster("etl").cluster_id == "b");
    BOOST_TEST(calls() == "list");
  }
}

BOOST_AUTO_TEST_CASE(one_that_does_not_run_is_started) {
  play({listed(cluster("b", "TERMINATED")), json("{}"), json(cluster("b", "PENDING")), json(cluster("b", "RUNNING"))});
  BOOST_TEST(*w.clusters.get_or_create_running_cluster("etl").cluster_id == "b");
  BOOST_TEST(calls() == "list start get get");
  play({listed(cluster("b", "PENDING")), json(cluster("b", "RUNNING"))});
  w.clusters.get_or_create_running_cluster("etl");
  BOOST_TEST(calls() == "list get");
}

BOOST_AUTO_TEST_CASE(one_that_somebody_else_starts_is_waited_for) {
  play({listed(cluster("b", "TERMINATED")), refusal("INVALID_STATE", "not now"), json(cluster("b", "RUNNING"))});
  w.clusters.get_or_create_running_cluster("etl");
  BOOST_TEST(calls() == "list start get");
}

BOOST_AUTO_TEST_CASE(one_that_does_not_start_is_logged_and_replaced) {
  std::string log;
  auto logging = config();
  logging.logger =
      function_logger([&](LogLevel, std::string_view text) { log += std::string(text) + '\n'; }, LogLevel::warning);
  const WorkspaceClient client(logging);
  const std::deque<Answer> tail = {json(R"({"cluster_id":"new"})"), json(cluster("new", "RUNNING"))};
  const compute::CreateCluster custom{.spark_version = "15.4.x-scala2.12", .num_workers = 7};

  std::deque<Answer> script = {listed(cluster("b", "TERMINATED")), json("{}"), json(cluster("b", "ERROR"))};
  script.insert(script.end(), tail.begin(), tail.end());
  play(script);
  BOOST_TEST(*client.clusters.get_or_create_running_cluster("etl", {.create = custom}).cluster_id == "new");
  BOOST_TEST(calls() == "list start get create get");
  BOOST_TEST(holds(log, "cluster b does not start: failed to reach RUNNING, got ERROR"));

  script = {listed(cluster("b", "TERMINATED")), refusal("PERMISSION_DENIED", "no", 403)};
  script.insert(script.end(), tail.begin(), tail.end());
  play(script);
  client.clusters.get_or_create_running_cluster("etl", {.create = custom});
  BOOST_TEST(calls() == "list start create get");
  BOOST_TEST(requests[2].body == R"({"spark_version":"15.4.x-scala2.12","cluster_name":"etl","num_workers":7})");
}

BOOST_AUTO_TEST_CASE(without_one_a_small_cluster_with_long_term_support_is_created) {
  play({listed(""),
        json(R"({"versions":[{"key":"16.4.x-scala2.12","name":"16.4 LTS"},{"key":"17.3.x-scala2.13","name":"17.3 LTS"},
                 {"key":"18.x-scala2.13","name":"18"}]})"),
        json(R"({"node_types":[{"node_type_id":"no-disk","num_cores":1},
                 {"node_type_id":"disk","num_cores":2,"node_instance_type":{"local_disks":1}}]})"),
        json(R"({"cluster_id":"new"})"), json(cluster("new", "RUNNING"))});
  BOOST_TEST(*w.clusters.get_or_create_running_cluster("etl").cluster_id == "new");
  BOOST_TEST(calls() == "list spark-versions list-node-types create get");
  BOOST_TEST(requests[3].body ==
             R"({"spark_version":"17.3.x-scala2.13","autotermination_minutes":10,"cluster_name":"etl",)"
             R"("node_type_id":"disk","num_workers":1})");
}

BOOST_AUTO_TEST_CASE(what_fails_after_all_is_an_error) {
  play({listed(cluster("b", "TERMINATED")), refusal("PERMISSION_DENIED", "no", 403)});
  BOOST_CHECK_THROW(w.clusters.get_or_create_running_cluster("etl"), PermissionDenied);
  std::stop_source stop;
  stop.request_stop();
  BOOST_CHECK_THROW(w.clusters.get_or_create_running_cluster("etl", {.stop = stop.get_token()}), CallCancelled);
}

BOOST_AUTO_TEST_CASE(ten_threads_create_one_cluster) {
  std::string created;
  int creations = 0;
  answer_by = [&](const Recorded& request) {
    if (request.target.starts_with("/api/2.1/clusters/list")) return listed(created);
    if (request.target == "/api/2.1/clusters/create") {
      ++creations;
      created = cluster("new", "RUNNING");
      return json(R"({"cluster_id":"new"})");
    }
    return json(created);
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&] {
      w.clusters.get_or_create_running_cluster("etl", {.create = compute::CreateCluster{.spark_version = "15"}});
    });
  }
  threads.clear();
  BOOST_TEST(creations == 1);
}

BOOST_AUTO_TEST_SUITE_END()
