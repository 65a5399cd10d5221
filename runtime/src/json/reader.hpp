// Reading JSON, for the other rooms.
#pragma once

#include <databricks/json.hpp>

namespace databricks::detail {

struct ReaderOptions : ReadOptions {
  bool mask_secrets = false;  // of free-form JSON that is read into a RawJson
};

/// read_json, and a way to copy free-form JSON.
void read(const Type& type, void* object, std::string_view text, const ReaderOptions& options);

}  // namespace databricks::detail
