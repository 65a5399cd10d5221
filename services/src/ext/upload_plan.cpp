#include "upload_plan.hpp"

#include <algorithm>

namespace databricks::ext {

namespace {

constexpr std::uint64_t kMostParts = 100;
constexpr int kMostWorkers = 64;

}  // namespace

void check_upload_options(const UploadOptions& options, const FilesConfig& knobs) {
  if (options.call.to) throw InvalidArgument("an upload has no answer that could go to a sink: leave call.to unset");
  workers_for(options.use_parallel, options.parallelism, knobs.multipart_upload_default_parallelism);
  if (options.part_size == std::uint64_t{0}) throw InvalidArgument("the parts of an upload must not be empty");
  if (options.part_size.value_or(0) > knobs.multipart_upload_max_part_size) {
    throw InvalidArgument("the parts of an upload have at most " +
                          std::to_string(knobs.multipart_upload_max_part_size) + " bytes");
  }
  const auto& sizes = knobs.multipart_upload_part_size_options;
  const bool has_zero = std::find(sizes.begin(), sizes.end(), 0u) != sizes.end();
  if (has_zero || knobs.multipart_upload_default_part_size == 0 || knobs.multipart_upload_max_part_size == 0) {
    throw InvalidArgument("a part size in Config::files_ext is 0");
  }
}

std::uint64_t part_size_for(std::optional<std::uint64_t> size, const UploadOptions& options, const FilesConfig& knobs) {
  if (options.part_size) return *options.part_size;
  if (!size) return knobs.multipart_upload_default_part_size;
  for (const auto option : knobs.multipart_upload_part_size_options) {
    if (*size / option < kMostParts || *size == option * kMostParts) return option;
  }
  return knobs.multipart_upload_max_part_size;
}

int workers_for(bool use_parallel, std::optional<int> parallelism, int otherwise) {
  if (parallelism && !use_parallel) throw InvalidArgument("parallelism is set, and use_parallel is not");
  if (!use_parallel) return 1;
  const int workers = parallelism.value_or(otherwise);
  if (workers >= 1 && workers <= kMostWorkers) return workers;
  throw InvalidArgument("the parallelism of a transfer is 1 to " + std::to_string(kMostWorkers));
}

std::int64_t urls_at_once(std::optional<std::uint64_t> size, std::uint64_t part_size, const FilesConfig& knobs) {
  if (!size) return std::max(1, knobs.multipart_upload_batch_url_count);
  const auto parts = static_cast<std::int64_t>(*size / part_size + (*size % part_size != 0 ? 1 : 0));
  std::int64_t root = 1;
  while (root * root < parts) ++root;
  return root;
}

}  // namespace databricks::ext
