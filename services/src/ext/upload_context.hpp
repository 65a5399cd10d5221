// What the steps of one upload share.
#pragma once

#include "files_api.hpp"
#include "transfer/object_store.hpp"
#include "transfer/upload_parts.hpp"
#include "transfer_progress.hpp"

#include <databricks/ext/files_options.hpp>

namespace databricks::ext {

struct UploadContext {
  const FilesApi& api;
  const detail::ObjectStore& store;
  detail::UploadInput& input;
  TransferProgress& progress;
  const UploadOptions& options;
  std::uint64_t part_size;
  int workers;
};

}  // namespace databricks::ext
