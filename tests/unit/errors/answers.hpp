// Answers with an error, and what becomes of them.
#pragma once

#include "errors/parse.hpp"

#include <databricks/config.hpp>
#include <databricks/error_details.hpp>
#include <databricks/http.hpp>
#include <databricks/service_error.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>

namespace test {

inline databricks::HttpRequest request(std::string method = "GET", std::string target = "/api/2.0/things/get?id=1") {
  return {.method = std::move(method), .origin = "https://example.cloud.databricks.com", .target = std::move(target)};
}

inline databricks::HttpResponse answer(int status, std::string body, std::string reason = "",
                                       databricks::Headers headers = {}) {
  return {.status = status, .reason = std::move(reason), .headers = std::move(headers), .body = std::move(body)};
}

/// A configuration whose environment is empty.
inline databricks::Config configuration() {
  databricks::Config config;
  config.environment = [](std::string_view) { return std::optional<std::string>(); };
  return config;
}

inline databricks::ServiceError parse(const databricks::HttpResponse& response) {
  return databricks::detail::parse_service_error(request(), response, configuration());
}
inline databricks::ServiceError parse(int status, std::string body, std::string reason = "") {
  return parse(answer(status, std::move(body), std::move(reason)));
}

/// What is thrown for it.
inline std::exception_ptr thrown(databricks::ServiceError error, const databricks::HttpRequest& to = request()) {
  try {
    databricks::detail::throw_service_error(to, std::move(error));
  } catch (...) {
    return std::current_exception();
  }
}

inline std::exception_ptr thrown_for(int status, std::string body, const databricks::HttpRequest& to = request()) {
  return thrown(databricks::detail::parse_service_error(to, answer(status, std::move(body)), configuration()), to);
}

/// Whether it is an E and nothing more special.
template <class E>
bool is_exactly(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const databricks::DatabricksError& caught) {
    return typeid(caught) == typeid(E);
  } catch (...) {
    return false;
  }
}

template <class E>
bool is_a(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const E&) {
    return true;
  } catch (...) {
    return false;
  }
}

inline std::string what(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& caught) {
    return caught.what();
  }
}

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace test
