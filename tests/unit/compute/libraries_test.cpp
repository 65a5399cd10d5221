// Installing libraries.
#include "workspace.hpp"

#include <databricks/ext/libraries.hpp>

using namespace test;
using compute::Library;

namespace {

/// `{"library":{"whl":"a"},"status":"PENDING"}`
std::string status(const std::string& whl, const std::string& state, const std::string& more = "") {
  return R"({"library":{"whl":")" + whl + R"("},"status":")" + state + "\"" + more + "}";
}
Answer statuses(const std::string& list) { return json(R"({"cluster_id":"c","library_statuses":[)" + list + "]}"); }

const Library kA{.whl = "a"}, kB{.whl = "b"};

struct TextRow {
  Library library;
  const char* text;
};
const TextRow kTexts[] = {
    {{.whl = "w"}, "whl:w"},
    {{.jar = "j"}, "jar:j"},
    {{.egg = "e"}, "egg:e"},
    {{.requirements = "r"}, "requirements:r"},
    {{.pypi = compute::PythonPyPiLibrary{.package = "p"}}, "pypi:p"},
    {{.pypi = compute::PythonPyPiLibrary{.package = "p", .repo = "https://r/"}}, "pypi:https://r/p"},
    {{.maven = compute::MavenLibrary{.coordinates = "g:a:1", .exclusions = {"x", "y"}, .repo = "r"}}, "mvn:rg:a:1xy"},
    {{.cran = compute::RCranLibrary{.package = "p", .repo = "r"}}, "cran:rp"},
    {{}, "unknown"},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(libraries, Workspace)

BOOST_AUTO_TEST_CASE(row_201_a_library_has_one_text) {
  for (const auto& row : kTexts) BOOST_TEST(ext::library_text(row.library) == row.text);
}

BOOST_AUTO_TEST_CASE(row_201_pending_libraries_are_waited_for) {
  play({json("{}"), json("{}"), statuses(status("a", "PENDING") + "," + status("b", "INSTALLED")),
        statuses(status("a", "RESOLVING")), statuses(status("a", "INSTALLING")), statuses(status("a", "SOMETHING_NEW")),
        statuses(R"({"library":{"whl":"a"}})"), statuses(status("a", "INSTALLED") + "," + status("b", "SKIPPED"))});
  int polls = 0;
  const auto last = w.libraries.update_and_wait({.cluster_id = "c", .install = {kA, kB}, .uninstall = {{.jar = "j"}}},
                                                {.on_progress = [&](const auto&) { ++polls; }});
  BOOST_TEST(last.library_statuses.size() == 2u);
  BOOST_TEST(polls == 6);
  BOOST_TEST(calls() ==
             "uninstall install cluster-status cluster-status cluster-status cluster-status cluster-status "
             "cluster-status");
  BOOST_TEST(requests[0].body == R"({"cluster_id":"c","libraries":[{"jar":"j"}]})");
  BOOST_TEST(requests[1].body == R"({"cluster_id":"c","libraries":[{"whl":"a"},{"whl":"b"}]})");
  BOOST_TEST(requests[2].target == "/api/2.0/libraries/cluster-status?cluster_id=c");
}

BOOST_AUTO_TEST_CASE(row_201_failed_libraries_are_named_when_none_is_pending) {
  play({json("{}"),
        statuses(status("a", "FAILED", R"(,"messages":["no space","no luck"])") + "," + status("b", "PENDING")),
        statuses(status("a", "FAILED", R"(,"messages":["no space","no luck"])") + "," + status("b", "FAILED"))});
  BOOST_TEST(error_text<OperationFailed>([&] {
               w.libraries.update_and_wait({.cluster_id = "c", .install = {kA, kB}});
             }) == "whl:a failed: no space, no luck\nwhl:b failed: ");
  BOOST_TEST(calls() == "install cluster-status cluster-status");
}

BOOST_AUTO_TEST_CASE(row_201_libraries_of_others_do_not_count) {
  const auto others = status("other", "FAILED") + "," + status("slow", "PENDING") + "," +
                      status("a", "FAILED", R"(,"is_library_for_all_clusters":true)") + ",{}";
  play({json("{}"), statuses(others + "," + status("a", "INSTALLED"))});
  w.libraries.update_and_wait({.cluster_id = "c", .install = {kA}});
  BOOST_TEST(calls() == "install cluster-status");
  play({json("{}"), statuses(others)});
  w.libraries.update_and_wait({.cluster_id = "c", .uninstall = {kA}});
  BOOST_TEST(calls() == "uninstall cluster-status");
}

BOOST_AUTO_TEST_CASE(row_201_a_cluster_that_is_not_there_yet_is_waited_for) {
  play({json("{}"), refusal("RESOURCE_DOES_NOT_EXIST", "Cluster c does not exist", 404),
        statuses(status("a", "INSTALLED"))});
  w.libraries.update_and_wait({.cluster_id = "c", .install = {kA}});
  BOOST_TEST(calls() == "install cluster-status cluster-status");
}

BOOST_AUTO_TEST_CASE(row_201_the_wait_ends_after_half_an_hour) {
  play({json("{}"), statuses(status("a", "PENDING") + "," + status("b", "INSTALLED"))});
  BOOST_TEST(error_text<OperationTimeout>([&] {
               w.libraries.update_and_wait({.cluster_id = "c", .install = {kA, kB}});
             }) == "timed out after 0:30:00: 1 libraries are ready, but there are still 1 pending");
  BOOST_TEST((clock->slept() == 30min));
}

BOOST_AUTO_TEST_CASE(a_refusal_says_which_step_it_was_and_keeps_its_class) {
  play({refusal("PERMISSION_DENIED", "not yours", 403)});
  BOOST_TEST(error_text<PermissionDenied>([&] {
               w.libraries.update_and_wait({.cluster_id = "c", .uninstall = {kA}});
             }).starts_with("uninstall: not yours"));
  play({refusal("INVALID_STATE", "not now")});
  BOOST_CHECK_EXCEPTION(w.libraries.update_and_wait({.cluster_id = "c", .install = {kA}}), InvalidState,
                        [](const InvalidState& error) {
                          return error.message() == "install: not now" && error.error_code() == "INVALID_STATE" &&
                                 error.call().attempts == 1;
                        });
  play({json("", 429)});
  BOOST_CHECK_EXCEPTION(w.libraries.update_and_wait({.cluster_id = "c", .install = {kA}}), RetryExhausted,
                        [](const RetryExhausted& error) { return holds(error.error().what(), "install: "); });
}

BOOST_AUTO_TEST_CASE(a_refresh_uninstalls_what_failed) {
  play({json("{}"), statuses(status("a", "FAILED") + "," + status("b", "INSTALLED")), json("{}")});
  w.libraries.update_and_wait({.cluster_id = "c", .install = {kA, kB}, .refresh = true});
  BOOST_TEST(calls() == "install cluster-status uninstall");
  BOOST_TEST(requests[2].body == R"({"cluster_id":"c","libraries":[{"whl":"a"}]})");
}

BOOST_AUTO_TEST_SUITE_END()
