// Secrets out of everything that is shown: logs, excerpts in errors, dumps.
#pragma once

#include <databricks/http.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace databricks::detail {

/// Whether a JSON member, query or form parameter of this name is shown as `**REDACTED**`. Without case, and
/// `clientSecret` is `client_secret`.
bool is_masked_name(std::string_view name);

/// A header's value as it may be shown: of credentials the scheme and REDACTED.
std::string shown_header(std::string_view name, std::string_view value);

/// Path and query, percent-decoded, with secret parameters masked and no line breaks.
std::string shown_target(std::string_view target);

/// A body in the log's form: JSON pretty-printed with sorted keys, masked, long texts and lists cut; form bodies
/// masked; other text cut. `content_type` decides between JSON, form and text, the body itself when it is empty.
/// Bytes that are not UTF-8 become U+FFFD; nothing is cut inside a character. Limits below 96 bytes count as 96.
std::string shown_body(std::string_view body, std::string_view content_type, std::size_t truncate_bytes);

/// At most `bytes` of the beginning of a body, masked as above, for an error's text.
std::string excerpt(std::string_view body, std::string_view content_type, std::size_t bytes);

/// Request and answer in the debug log's shape (runtime reference, section 7.1). `streamed`: the answer's body went
/// to a sink.
std::string shown_round_trip(const HttpRequest& request, const HttpResponse* response, std::string_view failure,
                             bool headers, std::size_t truncate_bytes, bool streamed = false);

}  // namespace databricks::detail
