// The state of the local workspace's SQL, for its handlers.
#pragma once

#include "testing/local/areas.hpp"

#include <databricks/testing/local_sql.hpp>

namespace databricks::testing::local {

/// Statements are answered at once, or after a step if they are not waited for. Files of results are in the storage,
/// which must outlive the server.
void serve_sql(ApiServer& server, Step step, const LocalSql& sql, ObjectStorage& storage);

}  // namespace databricks::testing::local
