// What HTTP statuses are called.
#pragma once

#include <string>

namespace databricks::detail {

/// `Not Found` for 404; `status 444` for a status without a registered name.
std::string status_text(int status);

}  // namespace databricks::detail
