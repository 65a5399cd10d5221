// Selecting, starting and running commands, all in the local workspace.
#include "../testing/workspace.hpp"

#include <databricks/models/compute.hpp>

using databricks::compute::Language;

namespace {

// The pauses between polls are not what is tested.
struct ImpatientClock : databricks::Clock {
  bool sleep(duration, const std::stop_token& stop) override { return databricks::Clock::sleep(kStep, stop); }
};

struct Local {
  Local()
      : w([this] {
          auto config = workspace.config();
          config.clock = std::make_shared<ImpatientClock>();
          return config;
        }()) {}
  databricks::testing::LocalWorkspace workspace{{.step = kStep}};
  databricks::WorkspaceClient w;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(local_commands, Local)

BOOST_AUTO_TEST_CASE(the_local_workspace_offers_versions_and_node_types_to_select_from) {
  BOOST_TEST(w.clusters.select_spark_version() == "16.4.x-scala2.12");
  BOOST_TEST(w.clusters.select_spark_version({.long_term_support = true, .scala = ""}) == "17.3.x-scala2.13");
  BOOST_TEST(w.clusters.select_node_type() == "m5.large");
  BOOST_TEST(w.clusters.select_node_type({.local_disk = true}) == "i3.xlarge");
  BOOST_TEST(w.clusters.select_node_type({.min_gpus = 1}) == "g4dn.xlarge");
}

BOOST_AUTO_TEST_CASE(a_cluster_is_made_once_and_runs_commands) {
  const auto cluster = w.clusters.get_or_create_running_cluster("commands");
  const auto id = *cluster.cluster_id;
  BOOST_TEST(*w.clusters.get_or_create_running_cluster("commands").cluster_id == id);
  const auto python = w.command_execution.start(id, Language::python);
  BOOST_TEST(python.run("print('hello')").text() == "hello");
  BOOST_TEST(python.run("x = 1").text().empty());
  BOOST_TEST(python.run("raise ValueError('no luck')").error() == "no luck");
  std::string statement;
  auto table = python.run("SELECT 1");
  BOOST_TEST(table.scan(statement));
  BOOST_TEST(statement == "SELECT 1\n");
}

BOOST_AUTO_TEST_CASE(commands_need_a_running_cluster_and_a_context) {
  std::string terminated;
  for (const auto& cluster : w.clusters.list()) {
    if (*cluster.cluster_name == "ml-training") terminated = *cluster.cluster_id;
  }
  BOOST_TEST(error_of([&] { w.command_execution.create.call({terminated, Language::sql}); }) == "400 INVALID_STATE");
  BOOST_TEST(error_of([&] {
               w.command_execution.create.call({"none", Language::sql});
             }) == "400 INVALID_PARAMETER_VALUE");
  BOOST_TEST(error_of([&] {
               w.command_execution.execute.call({terminated, "x", "none", Language::sql});
             }) == "404 RESOURCE_DOES_NOT_EXIST");
  BOOST_TEST(w.command_execution.run(terminated, Language::sql, "x").failed());
  w.clusters.ensure_cluster_is_running(terminated);
  auto context = w.command_execution.start(terminated, Language::sql);
  context.destroy();
  BOOST_TEST(!w.command_execution.run(terminated, Language::sql, "x").failed());
}

BOOST_AUTO_TEST_SUITE_END()
