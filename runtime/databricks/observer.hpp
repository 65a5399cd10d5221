// Hooks around calls and attempts: enough for metrics, and for spans of a tracing system (examples/tracing).
// Events hold no secrets: no bodies, no header values, paths without queries.
#pragma once

#include <databricks/error.hpp>
#include <databricks/export.hpp>
#include <databricks/http.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace databricks {

/// A call begins. The views are good until the call ends.
struct CallStart {
  std::string_view operation;     // `GET /api/2.1/jobs/get`: method and path as declared; few different values
  std::string_view operation_id;  // of this one call, 32 hex digits: its trace id
  std::string_view tag;           // CallOptions::tag
  std::string_view host;          // `https://example.cloud.databricks.com`
};

/// An attempt is over.
struct AttemptEnd {
  int attempt;                   // from 1
  int status;                    // 0: no answer
  std::uint64_t bytes_sent;      // of the body
  std::uint64_t bytes_received;  // of the body, decoded
  std::chrono::nanoseconds elapsed;
  HttpTimings timings;
  std::string_view request_id;     // of the service; may be empty
  const Error* error;              // null: success
  std::chrono::nanoseconds pause;  // until the next attempt; 0: there is none
};

/// The call is over.
struct CallEnd {
  int attempts;
  int status;  // of the last answer; 0: none
  std::chrono::nanoseconds elapsed;
  const Error* error;  // null: success
};

/// Follows one call. Used by one thread at a time. What it throws is ignored: an observer can't break a call.
class DATABRICKS_API CallObserver {
 public:
  virtual ~CallObserver();
  /// Before an attempt is sent. The answer is its `traceparent` header (W3C Trace Context); empty, or no
  /// valid one: one of the SDK's own. Not sent when Config::send_traceparent is false or the caller has set the header.
  virtual std::string attempt_started(int attempt);
  virtual void attempt_ended(const AttemptEnd& attempt);
  virtual void call_ended(const CallEnd& call);
};

/// Follows all calls of a client. Called from any thread, several at once.
class DATABRICKS_API Observer {
 public:
  virtual ~Observer();
  /// Null: this call is of no interest.
  virtual std::unique_ptr<CallObserver> call_started(const CallStart& call) = 0;
};

}  // namespace databricks
