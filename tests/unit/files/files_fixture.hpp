// A client with small parts, its service and object store, and a directory for local files.
#pragma once

#include "store_servers.hpp"
#include "temporary_directory.hpp"
#include "virtual_clock.hpp"

#include <databricks/workspace_client.hpp>

#include <boost/test/unit_test.hpp>

namespace test {

inline constexpr std::size_t kPart = 10'000;
inline constexpr std::size_t kLeast = 30'000;  // of a multipart upload
inline constexpr std::size_t kSize = 95'000;   // ten parts, the last one shorter
inline const std::string kPath = "/Volumes/main/default/data/a b.bin";

inline databricks::Config config_of(const std::string& origin) {
  databricks::Config config;
  config.host = origin;
  config.token = "planted-secret";
  config.clock = std::make_shared<VirtualClock>();
  config.environment = [](std::string_view) { return std::nullopt; };
  config.product = "files-test";
  config.product_version = "1.0.0";
  config.custom_headers = {{"X-Gateway", "planted-secret-gateway"}};
  auto& knobs = config.files_ext;
  knobs.multipart_upload_min_stream_size = kLeast;
  knobs.multipart_upload_default_part_size = kPart;
  knobs.multipart_upload_part_size_options = {kPart, 2 * kPart};
  knobs.multipart_upload_max_part_size = 4 * kPart;
  knobs.parallel_download_min_file_size = kLeast;
  knobs.parallel_download_default_part_size = kPart;
  knobs.multipart_upload_default_parallelism = 4;
  return config;
}

inline databricks::WorkspaceClient client_of(const std::string& origin) {
  return databricks::WorkspaceClient(config_of(origin));
}

/// Gives at most `step` bytes at a time, and does not say how many there are.
inline databricks::Source stream_of(const std::string& bytes, std::size_t step) {
  return databricks::Source::from_function([bytes, step, at = std::size_t{0}](char* buffer, std::size_t size) mutable {
    const auto n = bytes.copy(buffer, std::min(size, step), at);
    at += n;
    return n;
  });
}

inline bool is_same(const std::optional<std::string>& a, const std::string& b) { return a && *a == b; }

}  // namespace test
