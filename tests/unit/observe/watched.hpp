// A call to watch, and who looks on.
#pragma once

#include "observe/call_watch.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace test {

/// Keeps what is logged.
class Records {
 public:
  std::shared_ptr<databricks::Logger> logger(databricks::LogLevel least = databricks::LogLevel::debug) {
    return databricks::function_logger([this](databricks::LogLevel, std::string_view text) { add(text); }, least);
  }
  std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return texts_;
  }
  std::string joined() const {
    std::string out;
    for (const auto& text : all()) out += text + '\n';
    return out;
  }

 private:
  void add(std::string_view text) {
    const std::lock_guard lock(mutex_);
    texts_.emplace_back(text);
  }
  mutable std::mutex mutex_;
  std::vector<std::string> texts_;
};

inline databricks::HttpRequest json_request() {
  databricks::HttpRequest request;
  request.method = "POST";
  request.origin = "https://h";
  request.target = "/api/2.0/x?a=b%20c";
  request.headers.set("Content-Type", "application/json");
  request.headers.set("Authorization", "Bearer planted-secret");
  request.body = R"({"b":1,"a":"x"})";
  request.has_body = true;
  return request;
}

inline databricks::HttpResponse json_response(int status = 200) {
  databricks::HttpResponse response;
  response.status = status;
  response.reason = status == 200 ? "OK" : "Service Unavailable";
  response.headers.set("Content-Type", "application/json");
  response.headers.set("x-request-id", "r-1");
  response.body = R"({"id":7})";
  response.body_bytes = response.body.size();
  return response;
}

}  // namespace test
