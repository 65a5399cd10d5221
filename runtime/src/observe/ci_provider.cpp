#include "observe/surroundings.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

struct Condition {
  std::string_view variable;  // empty: no condition
  std::string_view value;     // empty: whatever it is
};

struct Provider {
  std::string_view name;
  Condition conditions[4];  // all must hold
};

// The first that fits is taken.
constexpr Provider kProviders[] = {
    {"github", {{"GITHUB_ACTIONS", "true"}}},
    {"gitlab", {{"GITLAB_CI", "true"}}},
    {"jenkins", {{"JENKINS_URL", ""}}},
    {"azure-devops", {{"TF_BUILD", "True"}}},
    {"circle", {{"CIRCLECI", "true"}}},
    {"travis", {{"TRAVIS", "true"}}},
    {"bitbucket", {{"BITBUCKET_BUILD_NUMBER", ""}}},
    {"google-cloud-build", {{"PROJECT_ID", ""}, {"BUILD_ID", ""}, {"PROJECT_NUMBER", ""}, {"LOCATION", ""}}},
    {"aws-code-build", {{"CODEBUILD_BUILD_ARN", ""}}},
    {"tf-cloud", {{"TFC_RUN_ID", ""}}},
};

bool holds(const Condition& condition, const Environment& environment) {
  if (condition.variable.empty()) return true;
  const auto value = environment(condition.variable);
  return value && (condition.value.empty() || *value == condition.value);
}

}  // namespace

std::string ci_provider(const Environment& environment) {
  const auto found = std::find_if(std::begin(kProviders), std::end(kProviders), [&](const Provider& provider) {
    return std::all_of(std::begin(provider.conditions), std::end(provider.conditions),
                       [&](const Condition& condition) { return holds(condition, environment); });
  });
  return found == std::end(kProviders) ? std::string() : std::string(found->name);
}

}  // namespace databricks::detail
