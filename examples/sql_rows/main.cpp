// Rows of a SQL query as structs, with parameters; and rows without a struct.
//
// Runs on the SQL warehouse of your environment (DATABRICKS_HOST, DATABRICKS_WAREHOUSE_ID and credentials) with the
// query of the first argument; without a workspace it starts one on this machine, which knows one table.
#include <databricks/reflect.hpp>
#include <databricks/sql.hpp>
#include <databricks/testing/configured_or_local.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>

namespace {

struct Trip {
  std::int64_t trip_id{};
  std::string city{};
  double distance{};
  std::string fare{};                       // a DECIMAL as text: nothing is rounded
  databricks::Timestamp started{};          // with its zone
  std::vector<std::string> stops{};         // ARRAY<STRING>
  databricks::optional<std::string> tip{};  // NULL where there was none
};
BOOST_DESCRIBE_STRUCT(Trip, (), (trip_id, city, distance, fare, started, stops, tip))

void show_trips(const databricks::WorkspaceClient& w) {
  for (const Trip& trip : w.sql.query<Trip>("SELECT * FROM samples.trips")) {
    std::cout << trip.started << "  " << trip.city << ", " << trip.distance << " km for " << trip.fare << ", tip "
              << trip.tip << ", " << trip.stops.size() << " stops\n";
  }
}

void show_any(const databricks::WorkspaceClient& w, const char* statement) {
  auto rows = w.sql.query(statement, {.row_limit = 100, .disposition = databricks::SqlDisposition::external_links});
  for (const auto& column : rows.result().columns) std::cout << column.name << '\t';
  std::cout << '\n';
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) std::cout << (row.is_null(i) ? "NULL" : row.text(i)) << '\t';
    std::cout << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const databricks::testing::ConfiguredOrLocal workspace;
    auto config = workspace.config();
    if (workspace.is_local()) config.warehouse_id = "local";
    const databricks::WorkspaceClient w(config);
    if (workspace.is_local()) show_trips(w);
    show_any(w, argc > 1 ? argv[1] : "SELECT 1");
  } catch (const std::exception& error) {
    std::cerr << "sql_rows: " << error.what() << '\n';
    return 1;
  }
}
