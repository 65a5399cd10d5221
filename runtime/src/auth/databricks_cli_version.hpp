// What `databricks version` says.
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace databricks::detail {

struct CliVersion {
  int major_number = 0;
  int minor_number = 0;
  int patch_number = 0;
  friend constexpr auto operator<=>(const CliVersion&, const CliVersion&) = default;
};

/// From the JSON of `--output json`, or from `Databricks CLI v0.207.1`. Nothing when it is neither.
std::optional<CliVersion> parse_cli_version(std::string_view output);

}  // namespace databricks::detail
