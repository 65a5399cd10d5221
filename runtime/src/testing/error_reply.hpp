// API errors as services send them: `{"error_code": ..., "message": ...}`.
#pragma once

#include <databricks/http.hpp>

namespace databricks::testing::detail {

HttpResponse error_reply(int status, std::string_view code, std::string_view message);
/// The answer to the exception being handled; call it in a catch block. Handlers throw DatabricksError on purpose;
/// the rest is what decoding found wrong with the request, or a mistake of the handler.
HttpResponse reply_to_exception();

}  // namespace databricks::testing::detail
