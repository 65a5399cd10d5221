// What the object stores of the three clouds say when they refuse.
#pragma once

#include <databricks/http.hpp>
#include <databricks/testing/local_workspace.hpp>

namespace databricks::testing::local {

enum class StoreRefusal {
  two_credentials,  // a signature and an Authorization header
  no_signature,
  wrong_signature,  // also: of another URL or method
  expired,
  no_upload,    // it was completed or aborted
  no_file,      // any more
  is_changed,   // a precondition does not hold
  bad_request,  // a range that is none, leaves a gap, or is not that of the bytes
};

/// Thrown by what answers requests to the store.
struct StoreRefused {
  StoreRefusal why;
};

/// As XML.
HttpResponse store_refusal(LocalCloud cloud, StoreRefusal why);

}  // namespace databricks::testing::local
