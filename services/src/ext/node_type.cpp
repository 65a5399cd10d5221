// Which of the offered machines is the smallest that meets the criteria.
#include "text/ascii.hpp"

#include <databricks/ext/clusters.hpp>
#include <databricks/models/compute.hpp>

#include <algorithm>
#include <iterator>
#include <tuple>

namespace databricks::ext {

namespace {

using compute::CloudProviderNodeStatus;
using compute::NodeType;
using Criteria = NodeTypeCriteria;

std::int64_t memory_gb(const NodeType& node) { return node.memory_mb.value_or(0) / 1024; }
double cores(const NodeType& node) { return node.num_cores.value_or(0); }
std::int64_t gpus(const NodeType& node) { return node.num_gpus.value_or(0); }

struct Disks {
  std::int64_t local = 0, local_gb = 0, nvme = 0, nvme_gb = 0;
};
Disks disks(const NodeType& node) {
  if (!node.node_instance_type.has_value()) return {};
  const auto& instance = *node.node_instance_type;
  return {instance.local_disks.value_or(0), instance.local_disk_size_gb.value_or(0),
          instance.local_nvme_disks.value_or(0), instance.local_nvme_disk_size_gb.value_or(0)};
}

bool is_available(const NodeType& node) {
  if (!node.node_info.has_value()) return true;
  const auto& status = node.node_info->status;
  return std::none_of(status.begin(), status.end(), [](const auto& s) {
    return s == CloudProviderNodeStatus::NotAvailableInRegion || s == CloudProviderNodeStatus::NotEnabledOnSubscription;
  });
}

bool is_fleet_wanted(const std::string& id, const std::string& text) {
  return text.empty() ? id.find("-fleet.") == id.npos : id.find(text) != id.npos;
}

// All of them must hold.
constexpr bool (*kRules[])(const NodeType&, const Criteria&) = {
    [](const NodeType& node, const Criteria&) { return !node.node_type_id.value_or("").empty() && is_available(node); },
    [](const NodeType& node, const Criteria& c) { return memory_gb(node) >= c.min_memory_gb.value_or(0); },
    [](const NodeType& node, const Criteria& c) { return cores(node) >= c.min_cores.value_or(0); },
    [](const NodeType& node, const Criteria& c) {
      return !c.gb_per_core ||
             (cores(node) > 0 && static_cast<double>(memory_gb(node)) / cores(node) >= *c.gb_per_core);
    },
    [](const NodeType& node, const Criteria& c) {
      return c.min_gpus.value_or(0) > 0 ? gpus(node) >= *c.min_gpus : gpus(node) == 0;
    },
    [](const NodeType& node, const Criteria& c) {
      return !(c.local_disk || c.local_disk_min_size) || disks(node).local >= 1 || disks(node).nvme >= 1;
    },
    [](const NodeType& node, const Criteria& c) {
      return !c.local_disk_min_size || disks(node).local_gb + disks(node).nvme_gb >= *c.local_disk_min_size;
    },
    [](const NodeType& node, const Criteria& c) {
      return c.category.empty() || same_text(node.category.value_or(""), c.category);
    },
    [](const NodeType& node, const Criteria& c) {
      return !c.is_io_cache_enabled || node.is_io_cache_enabled.value_or(false);
    },
    [](const NodeType& node, const Criteria& c) {
      return !c.support_port_forwarding || node.support_port_forwarding.value_or(false);
    },
    [](const NodeType& node, const Criteria& c) {
      return !c.photon_driver_capable || node.photon_driver_capable.value_or(false);
    },
    [](const NodeType& node, const Criteria& c) {
      return !c.photon_worker_capable || node.photon_worker_capable.value_or(false);
    },
    [](const NodeType& node, const Criteria& c) {
      return !c.graviton || node.is_graviton.value_or(false) == *c.graviton;
    },
    [](const NodeType& node, const Criteria& c) {
      return is_fleet_wanted(node.node_type_id.value_or(""), c.fleet.text());
    },
};

auto size_of(const NodeType& node) {
  const auto d = disks(node);
  return std::tuple(node.is_deprecated.value_or(false), cores(node), node.memory_mb.value_or(0), d.local, d.local_gb,
                    d.nvme, d.nvme_gb, gpus(node), node.instance_type_id.value_or(""));
}

}  // namespace

std::string select_node_type(const compute::ListNodeTypesResponse& offered, const NodeTypeCriteria& criteria) {
  const NodeType* smallest = nullptr;
  for (const auto& node : offered.node_types) {
    const bool meets =
        std::all_of(std::begin(kRules), std::end(kRules), [&](auto rule) { return rule(node, criteria); });
    if (meets && (smallest == nullptr || size_of(node) < size_of(*smallest))) smallest = &node;
  }
  if (smallest != nullptr) return *smallest->node_type_id;
  throw Error(std::string("cannot determine smallest node type") +
              (offered.node_types.empty() ? " with empty response" : ""));
}

}  // namespace databricks::ext
