// Selecting a node type.
#include "workspace.hpp"

using namespace test;
using compute::NodeType;
using ext::NodeTypeCriteria;

namespace {

NodeType node(const char* id, std::int64_t memory_gb, double cores, void (*change)(NodeType&) = nullptr) {
  NodeType result{.node_type_id = id, .memory_mb = memory_gb * 1024, .num_cores = cores, .instance_type_id = id};
  if (change) change(result);
  return result;
}
NodeTypeCriteria with(void (*change)(NodeTypeCriteria&)) {
  NodeTypeCriteria criteria;
  change(criteria);
  return criteria;
}

struct Row {
  const char* what;
  NodeTypeCriteria criteria;
  std::vector<NodeType> offered;
  const char* expected;
};

// Where there are several, the first one would be selected without the criterion.
const Row kRows[] = {
    {"fewer cores", {}, {node("b", 8, 4), node("a", 16, 2)}, "a"},
    {"less memory", {}, {node("a", 16, 2), node("b", 8, 2)}, "b"},
    {"fewer local disks",
     {},
     {node("a", 8, 2, [](auto& n) { n.node_instance_type.emplace().local_disks = 1; }), node("b", 8, 2)},
     "b"},
    {"fewer NVMe disks",
     {},
     {node("a", 8, 2, [](auto& n) { n.node_instance_type.emplace().local_nvme_disks = 1; }), node("b", 8, 2)},
     "b"},
    {"smaller disks",
     {},
     {node("a", 8, 2, [](auto& n) { n.node_instance_type.emplace().local_disk_size_gb = 9; }),
      node("b", 8, 2, [](auto& n) { n.node_instance_type.emplace().local_disk_size_gb = 8; })},
     "b"},
    {"fewer GPUs",
     with([](auto& c) { c.min_gpus = 1; }),
     {node("a", 8, 2, [](auto& n) { n.num_gpus = 2; }), node("b", 8, 2, [](auto& n) { n.num_gpus = 1; })},
     "b"},
    {"a tie goes by name", {}, {node("b", 8, 2), node("a", 8, 2)}, "a"},
    {"deprecated last", {}, {node("a", 1, 1, [](auto& n) { n.is_deprecated = true; }), node("b", 9, 9)}, "b"},
    {"deprecated better than none", {}, {node("a", 1, 1, [](auto& n) { n.is_deprecated = true; })}, "a"},
    {"not in the region",
     {},
     {node("a", 1, 1,
           [](auto& n) { n.node_info.emplace().status = {compute::CloudProviderNodeStatus::NotAvailableInRegion}; }),
      node("b", 9, 9)},
     "b"},
    {"not in the subscription",
     {},
     {node(
          "a", 1, 1,
          [](auto& n) { n.node_info.emplace().status = {compute::CloudProviderNodeStatus::NotEnabledOnSubscription}; }),
      node("b", 9, 9)},
     "b"},
    {"min_memory_gb", with([](auto& c) { c.min_memory_gb = 8; }), {node("a", 7, 1), node("b", 8, 9)}, "b"},
    {"min_cores", with([](auto& c) { c.min_cores = 3; }), {node("a", 8, 2), node("b", 8, 3)}, "b"},
    {"gb_per_core", with([](auto& c) { c.gb_per_core = 8; }), {node("a", 8, 2), node("b", 32, 4)}, "b"},
    {"gb_per_core of parts of a core", with([](auto& c) { c.gb_per_core = 4; }), {node("a", 2, 0.5)}, "a"},
    {"no GPUs by default", {}, {node("a", 1, 1, [](auto& n) { n.num_gpus = 1; }), node("b", 9, 9)}, "b"},
    {"no GPUs on demand",
     with([](auto& c) { c.min_gpus = 0; }),
     {node("a", 1, 1, [](auto& n) { n.num_gpus = 1; }), node("b", 9, 9)},
     "b"},
    {"min_gpus",
     with([](auto& c) { c.min_gpus = 1; }),
     {node("a", 1, 1), node("b", 9, 9, [](auto& n) { n.num_gpus = 4; })},
     "b"},
    {"local_disk",
     with([](auto& c) { c.local_disk = true; }),
     {node("a", 1, 1, [](auto& n) { n.node_instance_type.emplace(); }),
      node("b", 9, 9, [](auto& n) { n.node_instance_type.emplace().local_disks = 1; })},
     "b"},
    {"local_disk by NVMe",
     with([](auto& c) { c.local_disk = true; }),
     {node("a", 1, 1), node("b", 9, 9, [](auto& n) { n.node_instance_type.emplace().local_nvme_disks = 1; })},
     "b"},
    {"local_disk_min_size is the sum",
     with([](auto& c) { c.local_disk_min_size = 10; }),
     {node(
          "a", 1, 1,
          [](auto& n) { n.node_instance_type = compute::NodeInstanceType{.local_disk_size_gb = 9, .local_disks = 1}; }),
      node("b", 9, 9,
           [](auto& n) {
             n.node_instance_type =
                 compute::NodeInstanceType{.local_disk_size_gb = 4, .local_disks = 1, .local_nvme_disk_size_gb = 6};
           })},
     "b"},
    {"local_disk_min_size asks for a disk",
     with([](auto& c) { c.local_disk_min_size = 0; }),
     {node("a", 1, 1), node("b", 9, 9, [](auto& n) { n.node_instance_type.emplace().local_disks = 1; })},
     "b"},
    {"category in any case",
     with([](auto& c) { c.category = "storage OPTIMIZED"; }),
     {node("a", 1, 1), node("b", 9, 9, [](auto& n) { n.category = "Storage Optimized"; })},
     "b"},
    {"is_io_cache_enabled",
     with([](auto& c) { c.is_io_cache_enabled = true; }),
     {node("a", 1, 1), node("b", 9, 9, [](auto& n) { n.is_io_cache_enabled = true; })},
     "b"},
    {"support_port_forwarding",
     with([](auto& c) { c.support_port_forwarding = true; }),
     {node("a", 1, 1), node("b", 9, 9, [](auto& n) { n.support_port_forwarding = true; })},
     "b"},
    {"photon_driver_capable",
     with([](auto& c) { c.photon_driver_capable = true; }),
     {node("a", 1, 1), node("b", 9, 9, [](auto& n) { n.photon_driver_capable = true; })},
     "b"},
    {"photon_worker_capable",
     with([](auto& c) { c.photon_worker_capable = true; }),
     {node("a", 1, 1), node("b", 9, 9, [](auto& n) { n.photon_worker_capable = true; })},
     "b"},
    {"ARM does not matter", {}, {node("a", 1, 1, [](auto& n) { n.is_graviton = true; }), node("b", 9, 9)}, "a"},
    {"ARM",
     with([](auto& c) { c.graviton = true; }),
     {node("a", 1, 1), node("b", 9, 9, [](auto& n) { n.is_graviton = true; })},
     "b"},
    {"no ARM",
     with([](auto& c) { c.graviton = false; }),
     {node("a", 1, 1, [](auto& n) { n.is_graviton = true; }), node("b", 9, 9)},
     "b"},
    {"no fleet by default", {}, {node("m-fleet.a", 1, 1), node("b", 9, 9)}, "b"},
    {"no fleet on demand", with([](auto& c) { c.fleet = false; }), {node("m-fleet.a", 1, 1), node("b", 9, 9)}, "b"},
    {"any fleet", with([](auto& c) { c.fleet = true; }), {node("a", 1, 1), node("m-fleet.b", 9, 9)}, "m-fleet.b"},
    {"some fleet",
     with([](auto& c) { c.fleet = "rgd-fleet"; }),
     {node("m-fleet.a", 1, 1), node("rgd-fleet.b", 9, 9)},
     "rgd-fleet.b"},
    {"nothing", {}, {}, "cannot determine smallest node type with empty response"},
    {"no match", with([](auto& c) { c.min_cores = 100; }), {node("a", 1, 1)}, "cannot determine smallest node type"},
};

std::string selected(const std::vector<NodeType>& offered, const NodeTypeCriteria& criteria) {
  try {
    return ext::select_node_type({.node_types = offered}, criteria);
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(node_types)

BOOST_AUTO_TEST_CASE(row_163_the_smallest_node_type_that_meets_the_criteria_is_selected) {
  for (const auto& row : kRows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(selected(row.offered, row.criteria) == row.expected);
      // The order in which they are offered does not matter.
      BOOST_TEST(selected({row.offered.rbegin(), row.offered.rend()}, row.criteria) == row.expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(row_164_nodes_of_which_little_is_known_match_no_criterion_and_crash_nothing) {
  const std::vector<NodeType> strange = {node("no-cores", 64, 0), {.node_type_id = "nothing"}};
  const char* none = "cannot determine smallest node type";
  BOOST_TEST(selected(strange, {.local_disk = true}) == none);
  BOOST_TEST(selected(strange, {.local_disk_min_size = 1}) == none);
  BOOST_TEST(selected(strange, {.gb_per_core = 1}) == none);
  BOOST_TEST(selected(strange, {.gb_per_core = 0}) == none);
  BOOST_TEST(selected(strange, {.category = "x"}) == none);
  BOOST_TEST(selected(strange, {}) == "nothing");
  BOOST_TEST(selected({{}, {.node_type_id = ""}}, {}) == none);
}

BOOST_FIXTURE_TEST_CASE(the_member_asks_the_service, Workspace) {
  play({json(R"({"node_types":[{"node_type_id":"b","num_cores":8,"memory_mb":1},{"node_type_id":"a","num_cores":4.0,
      "memory_mb":1,"node_info":{"status":["SomethingNew"]}}]})")});
  BOOST_TEST(w.clusters.select_node_type() == "a");
  BOOST_TEST(requests.at(0).target == "/api/2.1/clusters/list-node-types");
}

BOOST_AUTO_TEST_SUITE_END()
