#include "errors/overrides.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace databricks::detail {

namespace {

struct Override {
  std::string_view path;     // `?` is one digit
  std::string_view message;  // `*` is any text; it may stand anywhere in the message
};

// All of GET, with status 400 and the code INVALID_PARAMETER_VALUE.
constexpr Override kMissing[] = {
    {"/api/2.?/clusters/get", "Cluster * does not exist"},
    {"/api/2.?/jobs/get", "Job * does not exist"},
    {"/api/2.?/jobs/runs/get", "Run * does not exist"},
    {"/api/2.?/jobs/runs/get", "Run: * in job: * doesn't exist"},
};

bool is_path(std::string_view path, std::string_view pattern) {
  return std::equal(path.begin(), path.end(), pattern.begin(), pattern.end(),
                    [](char c, char p) { return p == '?' ? c >= '0' && c <= '9' : c == p; });
}

// Each part of the pattern after the one before; taking the earliest place leaves the most room for the rest.
bool contains(std::string_view text, std::string_view pattern) {
  for (;;) {
    const auto star = std::min(pattern.find('*'), pattern.size());
    const auto found = text.find(pattern.substr(0, star));
    if (found == text.npos) return false;
    if (star == pattern.size()) return true;
    text.remove_prefix(found + star);
    pattern.remove_prefix(star + 1);
  }
}

}  // namespace

bool says_that_nothing_is_there(const HttpRequest& request, const ServiceError& error) {
  if (request.method != "GET" || error.status_code != 400 || error.error_code != "INVALID_PARAMETER_VALUE") {
    return false;
  }
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  return std::any_of(std::begin(kMissing), std::end(kMissing),
                     [&](const auto& row) { return is_path(path, row.path) && contains(error.message, row.message); });
}

}  // namespace databricks::detail
