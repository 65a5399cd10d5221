// W3C Trace Context: `00-{trace id, 32 hex digits}-{span id, 16 hex digits}-{flags}`.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

/// 32 hex digits, not all zero. For telling calls apart; no secret.
std::string new_trace_id();

/// The header of a new span of this trace, sampled.
std::string new_traceparent(std::string_view trace_id);

/// The trace id of a valid header; empty: it isn't one.
std::string_view trace_id_of(std::string_view traceparent);

}  // namespace databricks::detail
