// The whole life of an upload: the way it takes, and what happens when that is closed.
#pragma once

#include "multipart_upload.hpp"
#include "resumable_upload.hpp"
#include "transfer/upload_state.hpp"
#include "upload_context.hpp"

namespace databricks::ext {

/// What is uploaded: one of the two.
struct UploadData {
  Source source{};
  std::string file{};
};

/// What FilesUpload and Files::upload_from promise.
UploadResult run_upload(Engine& engine, const std::string& path, const UploadData& data, const UploadOptions& options);

/// The options of a transfer whose time limits are of all of its requests together.
CallOptions with_deadline(CallOptions call, Clock& clock);

}  // namespace databricks::ext
