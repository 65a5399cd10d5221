// How an upload is cut into parts.
#pragma once

#include <databricks/ext/files_options.hpp>
#include <databricks/files_config.hpp>

namespace databricks::ext {

/// Throws InvalidArgument for options that make no sense.
void check_upload_options(const UploadOptions& options, const FilesConfig& knobs);
/// What the caller asks for; else the smallest of the configured sizes that makes at most 100 parts.
std::uint64_t part_size_for(std::optional<std::uint64_t> size, const UploadOptions& options, const FilesConfig& knobs);
/// 1 to 64. Throws InvalidArgument for any other number, and for one that `use_parallel` contradicts.
int workers_for(bool use_parallel, std::optional<int> parallelism, int otherwise);
/// How many URLs one worker asks for at once: the square root of the number of parts.
std::int64_t urls_at_once(std::optional<std::uint64_t> size, std::uint64_t part_size, const FilesConfig& knobs);

}  // namespace databricks::ext
