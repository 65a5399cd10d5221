// dbutils where no cluster is needed.
#include "fixture.hpp"

#include <databricks/models/workspace.hpp>

namespace {

using namespace test;

const std::string kVolume = "/Volumes/main/default/data";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dbutils, Connected)

BOOST_AUTO_TEST_CASE(row_197_files) {
  const auto& files = w.dbutils.fs;
  for (const auto& root : std::vector<std::string>{std::string("/tmp/t"), kVolume + "/t", local.uri("t")}) {
    BOOST_TEST_CONTEXT(root) {
      BOOST_TEST(files.mkdirs(root));
      BOOST_TEST(files.put(root + "/a", "hello"));
      BOOST_TEST(!failure_of([&] { files.put(root + "/a", "again"); }).empty());
      BOOST_TEST(files.put(root + "/a", "hello again", true));
      BOOST_TEST(files.head(root + "/a") == "hello again");
      BOOST_TEST(files.head(root + "/a", 5) == "hello");
      const auto listed = files.ls(root);
      BOOST_TEST(listed.size() == 1U);
      BOOST_TEST(listed[0].path == root + "/a");
      BOOST_TEST(listed[0].name == "a");
      BOOST_TEST(listed[0].size == 11U);
      BOOST_TEST(listed[0].modification_time > 1'600'000'000'000);
    }
  }
  BOOST_TEST(files.cp("/tmp/t", kVolume + "/copy", true));
  BOOST_TEST(files.head(kVolume + "/copy/a") == "hello again");
  BOOST_TEST(!failure_of([&] { files.cp("/tmp/t/a", kVolume + "/copy/a"); }).empty());
  BOOST_TEST(files.put("/tmp/t/a", "moved", true));
  BOOST_TEST(files.mv("/tmp/t/a", kVolume + "/copy/a"));  // overwrites
  BOOST_TEST(files.head(kVolume + "/copy/a") == "moved");
  BOOST_TEST(files.ls("/tmp/t").empty());
  BOOST_TEST(failure_of([&] {
               files.rm(kVolume + "/copy");
             }).starts_with("InvalidArgument: deleting directories requires recursive flag"));
  BOOST_TEST(files.rm(kVolume + "/copy", true));
  BOOST_TEST(failure_of([&] { files.ls(kVolume + "/copy"); }).starts_with("NotFound"));
}

BOOST_AUTO_TEST_CASE(row_197_head_cuts_no_character_in_two) {
  const auto& files = w.dbutils.fs;
  const std::string text = "a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80z";  // 1, 2, 3, 4 and 1 bytes
  files.put("/tmp/f", text);
  const std::size_t whole[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (std::size_t max = 0; max < std::size(whole); ++max) {
    BOOST_TEST(files.head("/tmp/f", max) == text.substr(0, whole[max]));
  }
  files.put("/tmp/f", std::string(100'000, 'x'), true);
  BOOST_TEST(files.head("/tmp/f").size() == 65536U);
  files.put("/tmp/f", "\xff\xbf\xbf\xbf\xbf", true);  // no text at all: as it is
  BOOST_TEST((files.head("/tmp/f") == "\xff\xbf\xbf\xbf\xbf"));
  BOOST_TEST(files.head("/tmp/f", SIZE_MAX).size() == 5U);
}

BOOST_AUTO_TEST_CASE(the_head_of_a_big_file_is_all_that_is_fetched) {
  const auto bytes = std::string(5 * kMiB, 'x');
  for (const auto& path : std::vector<std::string>{"/tmp/big", kVolume + "/big", local.uri("big")}) {
    w.dbfs.upload(path, bytes);
    transport->forget();
    BOOST_TEST(w.dbutils.fs.head(path, 10) == "xxxxxxxxxx");
    BOOST_TEST(transport->exchanges().size() <= 2U);  // what it is, and its beginning
    w.dbfs.upload(path, "", true);
    BOOST_TEST(w.dbutils.fs.head(path, 10).empty());
  }
  BOOST_TEST(failure_of([&] { w.dbutils.fs.head(kVolume); }).starts_with("InvalidArgument: cannot open directory"));
}

BOOST_AUTO_TEST_CASE(row_197_secrets) {
  w.secrets.create_scope({.scope = "s"});
  w.secrets.put_secret({.scope = "s", .key = "k", .string_value = "planted-secret"});
  w.secrets.put_secret({.scope = "s", .key = "b", .bytes_value = "AP8="});
  BOOST_TEST((w.dbutils.secrets.get("s", "k") == "planted-secret"));
  BOOST_TEST((w.dbutils.secrets.get_bytes("s", "b") == std::string("\0\xff", 2)));
  BOOST_TEST((w.dbutils.secrets.list("s") == std::vector<std::string>{"b", "k"}));
  BOOST_TEST((w.dbutils.secrets.list_scopes() == std::vector<std::string>{"local", "s"}));
  BOOST_TEST(failure_of([&] { w.dbutils.secrets.get("none", "k"); }).starts_with("NotFound"));
}

BOOST_AUTO_TEST_CASE(row_197_widgets_have_the_values_they_were_made_with) {
  const auto& widgets = w.dbutils.widgets;
  widgets.text("t", "one", "label");
  widgets.dropdown("d", "two", {"two", "three"});
  widgets.combobox("c", "", {});
  widgets.multiselect("m", "four", {"four"});
  BOOST_TEST(widgets.get("t") == "one");
  BOOST_TEST(widgets.get("c").empty());
  widgets.text("t", "other");
  BOOST_TEST(WorkspaceClient(w).dbutils.widgets.get("t") == "other");  // copies share them
  BOOST_TEST(widgets.get_argument("t", "default") == "other");
  BOOST_TEST(widgets.get_argument("none", "default") == "default");
  BOOST_TEST(failure_of([&] { widgets.get("none"); }) == "InvalidArgument: there is no widget `none`");
  BOOST_TEST(failure_of([&] { widgets.get_argument("none"); }) == "InvalidArgument: there is no widget `none`");
  BOOST_TEST((widgets.get_all() ==
              std::map<std::string, std::string>{{"c", ""}, {"d", "two"}, {"m", "four"}, {"t", "other"}}));
  widgets.remove("t");
  widgets.remove("none");
  BOOST_TEST(widgets.get_all().size() == 3U);
  widgets.remove_all();
  BOOST_TEST(widgets.get_all().empty());
  BOOST_TEST(transport->exchanges().empty());
}

BOOST_AUTO_TEST_CASE(row_197_task_values_need_a_debug_value) {
  const auto& values = w.dbutils.jobs.task_values;
  values.set("k", "1");
  BOOST_TEST(values.get("task", "k", {.debug_value = RawJson("[1,2]")}).text == "[1,2]");
  const auto failure = failure_of([&] { values.get("task", "k", {.default_value = RawJson("1")}); });
  BOOST_TEST(failure.starts_with("InvalidArgument: outside a job a task value needs a debug_value"));
  BOOST_TEST(transport->exchanges().empty());
}

BOOST_AUTO_TEST_CASE(row_197_the_path_of_the_notebook_comes_from_the_environment) {
  auto config = this->config();
  config.environment = [](std::string_view name) -> std::optional<std::string> {
    if (name == "DATABRICKS_SOURCE_FILE") return "/Users/me/nb";
    return std::nullopt;
  };
  BOOST_TEST(WorkspaceClient(config).dbutils.notebook.path() == "/Users/me/nb");
  BOOST_TEST(holds(failure_of([&] { w.dbutils.notebook.path(); }), "DATABRICKS_SOURCE_FILE, which is not set"));
}

BOOST_AUTO_TEST_CASE(what_works_inside_databricks_only_says_so) {
  BOOST_TEST(holds(failure_of([&] { w.dbutils.credentials.get_service_credentials_provider("c"); }),
                   "works inside Databricks only"));
}

BOOST_AUTO_TEST_CASE(without_a_cluster_what_needs_one_is_a_configuration_error) {
  for (const auto& call : std::vector<std::function<void()>>{
           [&] { w.dbutils.fs.mounts(); }, [&] { w.dbutils.fs.mount("s3a://b", "/mnt/b"); },
           [&] { w.dbutils.notebook.run("/a"); }, [&] { w.dbutils.call("library", "restartPython"); }}) {
    BOOST_CHECK_EXCEPTION(call(), ConfigError, [](const ConfigError& error) {
      return holds(error.what(), "cluster_id is required in the configuration. Config: host=") &&
             !holds(error.what(), "planted");
    });
  }
  BOOST_TEST(transport->exchanges().empty());
}

BOOST_AUTO_TEST_SUITE_END()
