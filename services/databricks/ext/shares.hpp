// Shares by the name that programs know from other SDKs.
#pragma once

#include <databricks/services/sharing.hpp>

namespace databricks::ext {

struct Shares : services::sharing::Shares {
  explicit Shares(const Client& client) : services::sharing::Shares{client} {}

  /// The same as list_shares: all shares of the metastore, page by page.
  decltype(services::sharing::Shares::list_shares) list{*this};
};

}  // namespace databricks::ext
