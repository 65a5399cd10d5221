// Which of the offered versions of the Databricks Runtime meets the criteria.
#include <databricks/ext/clusters.hpp>
#include <databricks/models/compute.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <vector>

namespace databricks::ext {

namespace {

struct Mark {
  std::string_view in_key;
  bool SparkVersionCriteria::*wanted;
};
constexpr Mark kMarks[] = {{"-ml-", &SparkVersionCriteria::ml},
                           {"-hls-", &SparkVersionCriteria::genomics},
                           {"-gpu-", &SparkVersionCriteria::gpu},
                           {"-photon-", &SparkVersionCriteria::photon},
                           {"-aarch64-", &SparkVersionCriteria::graviton}};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

bool meets(std::string_view key, std::string_view name, const SparkVersionCriteria& wanted) {
  if (key.empty() || contains(key, "apache-spark-")) return false;
  if (!wanted.scala.empty() && !contains(key, "-scala" + wanted.scala)) return false;
  for (const auto& mark : kMarks) {
    if (contains(key, mark.in_key) != wanted.*mark.wanted) return false;
  }
  if (contains(name, "Beta") != wanted.beta) return false;
  if (wanted.long_term_support && !contains(name, "LTS") && !contains(key, "-esr-")) return false;
  return wanted.spark_version.empty() || contains(name, "Apache Spark " + wanted.spark_version);
}

// Whether it begins with a number as in `15.4.x-`, and the number; an `x` and what is missing are 0. Those without come
// last.
std::pair<bool, std::array<int, 3>> number_of(std::string_view key) {
  std::array<int, 3> number{};
  for (std::size_t part = 0; part < number.size(); ++part) {
    if (part > 0 && key.starts_with('x')) {
      key.remove_prefix(1);
    } else {
      const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number[part]);
      if (error != std::errc() || number[part] < 0) return {};
      key.remove_prefix(static_cast<std::size_t>(end - key.data()));
    }
    if (key.empty() || key.starts_with('-')) return {true, number};
    if (!key.starts_with('.')) return {};
    key.remove_prefix(1);
  }
  return {};
}

bool is_lower(const std::string& a, const std::string& b) {
  return std::tuple(number_of(a), a) < std::tuple(number_of(b), b);
}

std::string without_scala(std::string key) {
  for (const std::string_view scala : {"-scala2.12", "-scala2.13"}) {
    if (const auto at = key.find(scala); at != key.npos) return key.replace(at, scala.size(), "-scala");
  }
  return key;
}

std::string joined(const std::vector<std::string>& keys) {
  std::string text;
  for (const auto& key : keys) text += (text.empty() ? "" : ", ") + key;
  return text;
}

}  // namespace

std::string select_spark_version(const compute::GetSparkVersionsResponse& offered,
                                 const SparkVersionCriteria& criteria) {
  std::vector<std::string> keys;
  for (const auto& version : offered.versions) {
    auto key = version.key.value_or("");
    if (meets(key, version.name.value_or(""), criteria)) keys.push_back(std::move(key));
  }
  if (keys.empty()) throw Error("spark versions query returned no results");
  // The same version for two Scalas is no reason to ask the caller.
  const bool differ_in_scala =
      keys.size() == 2 && keys[0] != keys[1] && without_scala(keys[0]) == without_scala(keys[1]);
  if (differ_in_scala) return std::min(keys[0], keys[1]);
  if (keys.size() > 1 && !criteria.latest) {
    throw Error("spark versions query returned multiple results: " + joined(keys) +
                ". Ask for more, or for the latest of them.");
  }
  return *std::max_element(keys.begin(), keys.end(), is_lower);
}

}  // namespace databricks::ext
