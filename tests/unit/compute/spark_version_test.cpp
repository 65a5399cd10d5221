// Selecting a version of the runtime.
#include "workspace.hpp"

using namespace test;
using ext::SparkVersionCriteria;

namespace {

compute::GetSparkVersionsResponse offer(std::initializer_list<std::pair<const char*, const char*>> versions) {
  compute::GetSparkVersionsResponse offered;
  for (const auto& [key, name] : versions) offered.versions.push_back({key, name});
  return offered;
}

const auto kOffered = offer({
    {"9.1.x-scala2.12", "9.1 LTS (includes Apache Spark 3.1.2, Scala 2.12)"},
    {"15.4.x-scala2.12", "15.4 LTS (includes Apache Spark 3.5.0, Scala 2.12)"},
    {"16.1.x-scala2.12", "16.1 (includes Apache Spark 3.5.2, Scala 2.12)"},
    {"16.1.x-scala2.13", "16.1 (includes Apache Spark 3.5.2, Scala 2.13)"},
    {"17.0.x-scala2.12", "17.0 Beta (includes Apache Spark 4.0.0, Scala 2.12)"},
    {"15.4.x-cpu-ml-scala2.12", "15.4 LTS ML (includes Apache Spark 3.5.0, Scala 2.12)"},
    {"15.4.x-gpu-ml-scala2.12", "15.4 LTS ML (includes Apache Spark 3.5.0, GPU, Scala 2.12)"},
    {"15.4.x-photon-scala2.12", "15.4 LTS Photon (includes Apache Spark 3.5.0, Scala 2.12)"},
    {"15.4.x-aarch64-scala2.12", "15.4 LTS aarch64 (includes Apache Spark 3.5.0, Scala 2.12)"},
    {"7.3.x-hls-scala2.12", "7.3 LTS Genomics (includes Apache Spark 3.0.1, Scala 2.12)"},
    {"6.4.x-esr-scala2.11", "6.4 Extended Support (includes Apache Spark 2.4.5, Scala 2.11)"},
    {"apache-spark-99.0.x-scala2.12", "Light 99.0 (includes Apache Spark 99.0, Scala 2.12)"},
    {"4.0.x-scala2.12", "4.0 (includes Apache Spark 3.10.0, Scala 2.12)"},
});

struct Row {
  const char* what;
  SparkVersionCriteria criteria;
  const char* expected;  // how the key, or the error, begins
};

SparkVersionCriteria with(void (*change)(SparkVersionCriteria&)) {
  SparkVersionCriteria criteria;
  change(criteria);
  return criteria;
}

const Row kRows[] = {
    {"the highest by default", {}, "16.1.x-scala2.12"},
    {"long-term support", with([](auto& c) { c.long_term_support = true; }), "15.4.x-scala2.12"},
    {"long-term support by its old name", with([](auto& c) { c.long_term_support = true, c.scala = "2.11"; }),
     "6.4.x-esr-scala2.11"},
    {"GPU and ML", with([](auto& c) { c.gpu = true, c.ml = true; }), "15.4.x-gpu-ml-scala2.12"},
    {"ML", with([](auto& c) { c.ml = true; }), "15.4.x-cpu-ml-scala2.12"},
    {"photon", with([](auto& c) { c.photon = true; }), "15.4.x-photon-scala2.12"},
    {"ARM", with([](auto& c) { c.graviton = true; }), "15.4.x-aarch64-scala2.12"},
    {"genomics", with([](auto& c) { c.genomics = true; }), "7.3.x-hls-scala2.12"},
    {"beta", with([](auto& c) { c.beta = true; }), "17.0.x-scala2.12"},
    {"Scala 2.13", with([](auto& c) { c.scala = "2.13"; }), "16.1.x-scala2.13"},
    {"any Scala", with([](auto& c) { c.scala = ""; }), "16.1.x-scala2.13"},
    {"Spark by the beginning of its number", with([](auto& c) { c.spark_version = "3.1"; }), "9.1.x-scala2.12"},
    {"Spark by its number", with([](auto& c) { c.spark_version = "3.10"; }), "4.0.x-scala2.12"},
    {"none", with([](auto& c) { c.spark_version = "0.9"; }), "spark versions query returned no results"},
    {"several", with([](auto& c) { c.latest = false; }),
     "spark versions query returned multiple results: 9.1.x-scala2.12, 15.4.x-scala2.12, "},
    {"the only one", with([](auto& c) { c.latest = false, c.photon = true; }), "15.4.x-photon-scala2.12"},
    {"one version for two Scalas is one",
     with([](auto& c) { c.latest = false, c.scala = "", c.spark_version = "3.5.2"; }), "16.1.x-scala2.12"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(spark_versions)

BOOST_AUTO_TEST_CASE(row_161_versions_are_selected_by_what_they_are_for) {
  for (const auto& row : kRows) {
    BOOST_TEST_CONTEXT(row.what) {
      std::string selected;
      try {
        selected = ext::select_spark_version(kOffered, row.criteria);
      } catch (const Error& error) {
        selected = error.what();
      }
      BOOST_TEST(selected.substr(0, std::string_view(row.expected).size()) == row.expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(row_162_versions_are_ordered_as_numbers_and_odd_keys_come_last) {
  const char* const ascending[] = {"99999999999999999999.x-scala2.12",
                                   "weird",
                                   "9.1.x-scala2.12",
                                   "9.1.3-scala2.12",
                                   "17.3.x-cpu",
                                   "17.3.x-scala2.12",
                                   "17.3.x-scala2.13",
                                   "17.12.x-scala2.12",
                                   "18.x-scala2.13"};
  for (std::size_t high = 0; high < std::size(ascending); ++high) {
    for (std::size_t low = 0; low < high; ++low) {
      BOOST_TEST_CONTEXT(ascending[low] << " < " << ascending[high]) {
        for (const bool reverse : {false, true}) {
          const auto offered = reverse ? offer({{ascending[high], ""}, {ascending[low], ""}})
                                       : offer({{ascending[low], ""}, {ascending[high], ""}});
          // Two that differ in Scala only are the exception.
          const bool twins = std::string_view(ascending[high]) == "17.3.x-scala2.13" &&
                             std::string_view(ascending[low]) == "17.3.x-scala2.12";
          BOOST_TEST(ext::select_spark_version(offered, {.scala = ""}) == ascending[twins ? low : high]);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(versions_without_key_or_name_do_no_harm) {
  compute::GetSparkVersionsResponse offered;
  offered.versions.push_back({});
  offered.versions.push_back({.name = "1.0 (includes Apache Spark 1.0)"});
  BOOST_TEST(error_text<Error>([&] { ext::select_spark_version(offered, {.scala = ""}); }) ==
             "spark versions query returned no results");
  for (const char* key : {"-", ".", "x", "1..2", "1.2.3.4", "-1.2", "1.x.y", "1."}) offered.versions.push_back({key});
  BOOST_TEST(!ext::select_spark_version(offered, {.scala = ""}).empty());
  offered.versions.push_back({"0.1.x"});
  BOOST_TEST(ext::select_spark_version(offered, {.scala = ""}) == "0.1.x");
}

BOOST_FIXTURE_TEST_CASE(the_member_asks_the_service, Workspace) {
  play({json(R"({"versions":[{"key":"15.4.x-scala2.12","name":"15.4 LTS"},{"key":"x"}]})")});
  BOOST_TEST(w.clusters.select_spark_version() == "15.4.x-scala2.12");
  BOOST_TEST(requests.at(0).target == "/api/2.1/clusters/spark-versions");
  play({json("{}")});
  BOOST_CHECK_THROW(w.clusters.select_spark_version(), Error);
}

BOOST_AUTO_TEST_SUITE_END()
