#include "testing/error_reply.hpp"

#include <databricks/json.hpp>
#include <databricks/service_error.hpp>

#include <algorithm>

namespace databricks::testing::detail {

namespace {

// What a hostile request said may be quoted in a message, and need not be UTF-8.
std::string json_text(std::string text) {
  try {
    return to_json(text);
  } catch (const JsonError&) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; }, '?');
    return to_json(text);
  }
}

}  // namespace

HttpResponse error_reply(int status, std::string_view code, std::string_view message) {
  HttpResponse http;
  http.status = status;
  http.headers.set("Content-Type", "application/json");
  http.body =
      "{\"error_code\":" + json_text(std::string(code)) + ",\"message\":" + json_text(std::string(message)) + '}';
  return http;
}

HttpResponse reply_to_exception() {
  try {
    throw;
  } catch (const DatabricksError& error) {
    return error_reply(error.status_code(), error.error_code(), error.what());
  } catch (const InvalidArgument& error) {
    return error_reply(400, "INVALID_PARAMETER_VALUE", error.what());
  } catch (const JsonError& error) {
    return error_reply(400, "MALFORMED_REQUEST", error.what());
  } catch (const std::exception& error) {
    return error_reply(500, "INTERNAL_ERROR", error.what());
  } catch (...) {
    return error_reply(500, "INTERNAL_ERROR", "the handler threw something that is no std::exception");
  }
}

}  // namespace databricks::testing::detail
