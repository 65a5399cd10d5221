// The local workspace answers statements, so that programs can be tested without an account.
#include <databricks/models/sql.hpp>
#include <databricks/reflect.hpp>
#include <databricks/sql.hpp>
#include <databricks/testing/local_workspace.hpp>
#include <databricks/workspace_client.hpp>

#include <boost/test/unit_test.hpp>

#include "virtual_clock.hpp"

#include <thread>

using namespace databricks;

namespace {

struct Trip {
  std::int64_t trip_id{};
  std::string city{};
  std::string fare{};
  Timestamp started{};
  std::vector<std::string> stops{};
  databricks::optional<double> tip{};
};
BOOST_DESCRIBE_STRUCT(Trip, (), (trip_id, city, fare, started, stops, tip))

struct Connected {
  Config config() const {
    auto config = workspace.config();
    config.warehouse_id = "local";
    config.clock = std::make_shared<test::VirtualClock>();
    return config;
  }
  testing::LocalWorkspace workspace{{.step = std::chrono::milliseconds(30)}};
  WorkspaceClient w{config()};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(local_workspace, Connected)

BOOST_AUTO_TEST_CASE(its_table_is_read_in_both_ways) {
  for (const auto disposition : {SqlDisposition::inline_, SqlDisposition::external_links}) {
    const auto trips = w.sql.query<Trip>("select  * from SAMPLES.trips;", {.disposition = disposition}).collect();
    BOOST_TEST(trips.size() == 10u);
    BOOST_TEST(trips[9].trip_id == 9);
    BOOST_TEST(trips[9].stops.empty());
    BOOST_TEST(trips[1].stops.at(1) == "Harbour");
    BOOST_TEST(!trips[0].tip.has_value());
    BOOST_TEST(*trips[1].tip == 0.5);
  }
}

BOOST_AUTO_TEST_CASE(results_can_be_given_by_a_test) {
  workspace.sql().answer("SELECT x FROM y", {.columns = {{"x", "INT", "INT"}}, .rows = {{"1"}, {std::nullopt}}});
  auto rows = w.sql.query("select x\n from y");
  BOOST_TEST(rows.collect().at(1).is_null("x"));
  BOOST_TEST(
      (w.sql.query<std::int64_t>("SELECT x FROM y", {.row_limit = 1}).collect() == std::vector<std::int64_t>{1}));
  workspace.sql().answer("BAD", {.error = "no"});
  BOOST_CHECK_EXCEPTION(w.sql.query("bad"), OperationFailed,
                        [](const Error& error) { return std::string(error.what()) == "FAILED: BAD_REQUEST no"; });
  BOOST_CHECK_THROW(w.sql.query("SELECT nobody knows"), OperationFailed);
}

BOOST_AUTO_TEST_CASE(a_statement_takes_its_time_and_can_be_cancelled) {
  auto rows = w.sql.query("SELECT 1", {.first_answer = std::chrono::seconds(0)});
  const auto id = [&] {
    auto left = w.sql.query("SELECT 1", {.first_answer = std::chrono::seconds(0)});
    return std::string("01ef0000-0000-0000-0000-100000000002");
  }();
  BOOST_CHECK(
      (w.statement_execution.get_statement({.statement_id = id}).status->state == sql::StatementState::CANCELED));
  std::this_thread::sleep_for(std::chrono::milliseconds(40));
  BOOST_TEST(rows.collect().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
