#include "workspace.hpp"

#include <databricks/models/compute.hpp>

#include <set>

using databricks::compute::State;

namespace {

State state_of(databricks::WorkspaceClient& w, const std::string& id) { return w.clusters.get({id}).state.value(); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(clusters, Connected)

BOOST_AUTO_TEST_CASE(a_list_in_small_pages_has_every_cluster_once) {
  std::set<std::string> ids;
  std::size_t count = 0;
  for (const auto& cluster : w.clusters.list({.page_size = 2})) {
    ids.insert(*cluster.cluster_id);
    ++count;
  }
  BOOST_TEST(count == 5);
  BOOST_TEST(ids.size() == 5);
}

BOOST_AUTO_TEST_CASE(a_page_has_the_tokens_of_its_neighbours) {
  const auto first = w.clusters.list.call({.page_size = 2});
  BOOST_TEST(first.clusters.size() == 2);
  BOOST_TEST(!first.prev_page_token.has_value());
  const auto second = w.clusters.list.call({.page_size = 2, .page_token = first.next_page_token});
  const auto again = w.clusters.list.call({.page_size = 2, .page_token = second.prev_page_token});
  BOOST_TEST(*again.clusters[0].cluster_id == *first.clusters[0].cluster_id);
  BOOST_TEST(error_of([&] { w.clusters.list.call({.page_token = "x"}); }) == "400 INVALID_PARAMETER_VALUE");
  BOOST_TEST(error_of([&] { w.clusters.list.call({.page_size = 101}); }) == "400 INVALID_PARAMETER_VALUE");
}

BOOST_AUTO_TEST_CASE(a_list_is_filtered_by_nested_query_fields) {
  std::size_t count = 0;
  const databricks::compute::ListClustersFilterBy filter{.cluster_states = {State::TERMINATED}};
  for (const auto& cluster : w.clusters.list({.filter_by = filter})) {
    BOOST_TEST(*cluster.cluster_name == "ml-training");
    ++count;
  }
  BOOST_TEST(count == 1);
}

BOOST_AUTO_TEST_CASE(a_cluster_lives_from_pending_to_terminated) {
  const auto created =
      w.clusters.create.call({.spark_version = "15.4.x-scala2.12", .cluster_name = "mine", .num_workers = 3});
  const auto id = *created.cluster_id;
  const auto pending = w.clusters.get({id});
  BOOST_TEST((pending.state == State::PENDING));
  BOOST_TEST(*pending.num_workers == 3);
  BOOST_TEST(!pending.state_message->empty());
  BOOST_TEST(becomes_true([&] { return state_of(w, id) == State::RUNNING; }));
  w.clusters.delete_.call({id});
  BOOST_TEST((state_of(w, id) == State::TERMINATING));
  BOOST_TEST(becomes_true([&] { return state_of(w, id) == State::TERMINATED; }));
  BOOST_TEST(w.clusters.get({id}).termination_reason.has_value());
  w.clusters.start.call({id});
  BOOST_TEST((state_of(w, id) == State::PENDING));
  w.clusters.permanent_delete({id});
  BOOST_TEST(error_of([&] { w.clusters.get({id}); }) == "400 INVALID_PARAMETER_VALUE");
}

BOOST_AUTO_TEST_CASE(the_sdk_can_wait_for_a_cluster) {
  int polls = 0;
  const auto running =
      w.clusters.create({.spark_version = "15.4.x-scala2.12"}).result({.on_progress = [&](const auto&) { ++polls; }});
  BOOST_TEST((running.state == State::RUNNING));
  BOOST_TEST(polls >= 1);
}

BOOST_AUTO_TEST_CASE(what_the_state_does_not_allow_is_refused) {
  const auto id = *w.clusters.create.call({.spark_version = "15.4.x-scala2.12"}).cluster_id;
  BOOST_TEST(error_of([&] { w.clusters.start.call({id}); }) == "400 INVALID_STATE");
  BOOST_TEST(error_of([&] { w.clusters.restart.call({id}); }) == "400 INVALID_STATE");
  BOOST_TEST(error_of([&] { w.clusters.create.call({}); }) == "400 INVALID_PARAMETER_VALUE");
}

BOOST_AUTO_TEST_CASE(an_edit_restarts_a_running_cluster_and_keeps_what_it_does_not_name) {
  const auto id = *w.clusters.create.call({.spark_version = "15.4.x-scala2.12", .cluster_name = "before"}).cluster_id;
  becomes_true([&] { return state_of(w, id) == State::RUNNING; });
  w.clusters.edit.call({.cluster_id = id, .spark_version = "16.1.x-scala2.12", .num_workers = 8});
  const auto edited = w.clusters.get({id});
  BOOST_TEST((edited.state == State::RESTARTING));
  BOOST_TEST(*edited.spark_version == "16.1.x-scala2.12");
  BOOST_TEST(*edited.num_workers == 8);
  BOOST_TEST(*edited.cluster_name == "before");
}

BOOST_AUTO_TEST_CASE(versions_and_node_types_are_offered) {
  BOOST_TEST(!w.clusters.spark_versions().versions.empty());
  BOOST_TEST(!w.clusters.list_node_types().node_types.empty());
}

BOOST_AUTO_TEST_CASE(sixteen_threads_create_and_list_without_losing_any) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) w.clusters.create.call({.spark_version = "15.4.x-scala2.12"});
    });
  }
  threads.clear();
  std::set<std::string> ids;
  for (const auto& cluster : w.clusters.list({.page_size = 7})) ids.insert(*cluster.cluster_id);
  BOOST_TEST(ids.size() == 165);
}

BOOST_AUTO_TEST_SUITE_END()
