// An HTTP answer -> the response object.
#pragma once

#include <databricks/endpoint_table.hpp>
#include <databricks/http.hpp>

namespace databricks::detail {

/// `request` is the one that was answered with success. Throws UnexpectedResponse for a body or a header that is not
/// what it should be, HtmlResponse for a page.
void decode_response(const EndpointTable& endpoint, const HttpRequest& request, HttpResponse&& http, void* response);

}  // namespace databricks::detail
