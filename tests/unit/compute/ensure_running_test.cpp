// Having a cluster run.
#include "workspace.hpp"

#include <atomic>
#include <thread>

using namespace test;

namespace {

Answer cluster(const std::string& state, const std::string& message = "") {
  return json(R"({"cluster_id":"c","cluster_name":"shared","state":")" + state + R"(","state_message":")" + message +
              R"("})");
}

struct Row {
  std::vector<const char*> states;  // as get answers them, `start` for the answer of a start
  const char* calls;
};
const Row kRows[] = {
    {{"RUNNING"}, "get"},
    {{"TERMINATED", "start", "PENDING", "RUNNING"}, "get start get get"},
    {{"TERMINATING", "TERMINATING", "TERMINATED", "start", "RUNNING"}, "get get get start get"},
    {{"PENDING", "RUNNING"}, "get get"},
    {{"RESIZING", "RUNNING"}, "get get"},
    {{"RESTARTING", "RUNNING"}, "get get"},
    // A start that failed is followed by another one.
    {{"PENDING", "TERMINATED", "start", "TERMINATED", "start", "RUNNING"}, "get get start get start get"},
};

/// A cluster that takes ten polls to start, and refuses to be started twice.
struct SlowCluster {
  int polls_left = -1;  // -1: terminated
  std::atomic<int> starts{0};

  Answer operator()(const Recorded& request) {
    if (request.target == "/api/2.1/clusters/start") {
      ++starts;
      if (polls_left >= 0) return refusal("INVALID_STATE", "is in unexpected state Pending");
      polls_left = 10;
      return json("{}");
    }
    if (polls_left < 0) return cluster("TERMINATED");
    if (polls_left > 0) --polls_left;
    return cluster(polls_left == 0 ? "RUNNING" : "PENDING");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ensure_running, Workspace)

BOOST_AUTO_TEST_CASE(row_143_each_state_leads_to_a_running_cluster) {
  for (const auto& row : kRows) {
    BOOST_TEST_CONTEXT(row.calls) {
      std::deque<Answer> script;
      for (const std::string state : row.states) script.push_back(state == "start" ? json("{}") : cluster(state));
      play(script);
      const auto running = w.clusters.ensure_cluster_is_running("c");
      BOOST_TEST((running.state == compute::State::RUNNING));
      BOOST_TEST(calls() == row.calls);
      BOOST_TEST(requests[0].target == "/api/2.1/clusters/get?cluster_id=c");
      BOOST_TEST((clock->slept() < 60s));
    }
  }
}

BOOST_AUTO_TEST_CASE(row_143_states_without_hope_are_errors_that_name_the_cluster) {
  for (const std::string state : {"ERROR", "UNKNOWN", "SOMETHING_NEW"}) {
    play({cluster(state, "out of stock")});
    BOOST_TEST(error_text<OperationFailed>([&] { w.clusters.ensure_cluster_is_running("c"); }) ==
               "Cluster shared is " + state + ": out of stock");
    BOOST_TEST(calls() == "get");
  }
  play({json("{}")});
  BOOST_TEST(error_text<OperationFailed>([&] { w.clusters.ensure_cluster_is_running("c"); }) ==
             "Cluster c is in no state: ");
  play({refusal("INVALID_PARAMETER_VALUE", "Cluster c does not exist")});
  BOOST_CHECK_THROW(w.clusters.ensure_cluster_is_running("c"), DatabricksError);
  play({});
  BOOST_CHECK_THROW(w.clusters.ensure_cluster_is_running(""), InvalidArgument);
  BOOST_TEST(calls().empty());
}

BOOST_AUTO_TEST_CASE(row_144_a_start_that_is_refused_for_ever_backs_off_and_ends_after_20_minutes) {
  answer_by = [](const Recorded& request) {
    return request.method == "POST" ? refusal("INVALID_STATE", "not now") : cluster("TERMINATED");
  };
  BOOST_TEST(error_text<OperationTimeout>([&] { w.clusters.ensure_cluster_is_running("c"); }) ==
             "timed out after 0:20:00: not now");
  BOOST_TEST((clock->slept() == 20min));
  // 1, 2 ... 10, 10, 10 seconds and some: far from a busy loop.
  BOOST_TEST(requests.size() < 300u);
  BOOST_TEST(requests.size() > 100u);
}

BOOST_AUTO_TEST_CASE(row_144_a_start_that_was_refused_once_is_somebody_elses) {
  play({cluster("TERMINATED"), refusal("INVALID_STATE", "not now"), cluster("PENDING"), cluster("RUNNING")});
  w.clusters.ensure_cluster_is_running("c");
  BOOST_TEST(calls() == "get start get get");
  play({cluster("TERMINATED"), refusal("PERMISSION_DENIED", "no", 403)});
  BOOST_CHECK_THROW(w.clusters.ensure_cluster_is_running("c"), PermissionDenied);
}

BOOST_AUTO_TEST_CASE(row_145_ten_threads_start_a_cluster_once) {
  const auto slow = std::make_shared<SlowCluster>();
  answer_by = [slow](const Recorded& request) { return (*slow)(request); };
  std::atomic<int> running{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&, copy = w] {
      copy.clusters.ensure_cluster_is_running("c");
      ++running;
    });
  }
  threads.clear();
  BOOST_TEST(running == 10);
  BOOST_TEST(slow->starts == 1);
}

BOOST_AUTO_TEST_CASE(threads_that_want_different_clusters_do_not_wait_for_each_other) {
  std::atomic<bool> other_is_running{false};
  answer_by = [&](const Recorded& request) {
    const bool is_first = request.target.ends_with("=first");
    return cluster(is_first && !other_is_running ? "PENDING" : "RUNNING");
  };
  // A real pause, as the first thread must not spend its virtual 20 minutes before the second one is there.
  clock->on_sleep = [] { std::this_thread::sleep_for(1ms); };
  std::jthread first([&] { w.clusters.ensure_cluster_is_running("first"); });
  w.clusters.ensure_cluster_is_running("second");
  other_is_running = true;
}

BOOST_AUTO_TEST_CASE(the_time_limit_and_the_stop_token_count_while_another_thread_is_busy) {
  std::stop_source stop_first, stop_second;
  std::atomic<bool> is_polling{false};
  answer_by = [&](const Recorded&) {
    is_polling = true;
    return cluster("PENDING");
  };
  clock->on_sleep = [] { std::this_thread::sleep_for(1ms); };
  std::jthread first([&] {
    BOOST_CHECK_THROW(w.clusters.ensure_cluster_is_running(
                          "c", {.timeout = std::chrono::hours(10000), .stop = stop_first.get_token()}),
                      CallCancelled);
  });
  while (!is_polling) std::this_thread::yield();
  BOOST_TEST(holds(error_text<OperationTimeout>([&] { w.clusters.ensure_cluster_is_running("c", {.timeout = 10ms}); }),
                   "another thread is still busy with cluster c"));
  std::jthread second([&] {
    BOOST_CHECK_THROW(w.clusters.ensure_cluster_is_running("c", {.stop = stop_second.get_token()}), CallCancelled);
  });
  stop_second.request_stop();
  second.join();
  stop_first.request_stop();
}

BOOST_AUTO_TEST_CASE(each_poll_is_told_and_a_thrown_error_frees_the_lock) {
  play({cluster("PENDING"), cluster("RUNNING")});
  std::string seen;
  w.clusters.ensure_cluster_is_running("c", {.on_progress = [&](const auto& c) { seen += c.state.text(); }});
  BOOST_TEST(seen == "PENDINGRUNNING");
  const auto fail = [](const auto&) { throw std::runtime_error("mine"); };
  BOOST_CHECK_THROW(w.clusters.ensure_cluster_is_running("c", {.on_progress = fail}), std::runtime_error);
  w.clusters.ensure_cluster_is_running("c");
}

BOOST_AUTO_TEST_SUITE_END()
