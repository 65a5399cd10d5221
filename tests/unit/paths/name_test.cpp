// The text of a path: which file system it means.
#include "../../../services/src/ext/path_name.hpp"

#include <databricks/error.hpp>

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using namespace databricks::ext;
using databricks::InvalidArgument;

std::string refusal(std::string_view text) {
  try {
    return "taken as " + parse_path(text).path;
  } catch (const InvalidArgument& error) {
    return error.what();
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(row_174_each_path_goes_to_its_file_system) {
  struct Row {
    std::string text;
    PathKind kind;
    std::string path;
  };
  const std::vector<Row> rows = {
      {"/tmp/x", PathKind::dbfs, "/tmp/x"},
      {"dbfs:/tmp/x", PathKind::dbfs, "/tmp/x"},
      {"DBFS:/tmp/x", PathKind::dbfs, "/tmp/x"},
      {"dbfs:///tmp//x/", PathKind::dbfs, "/tmp/x"},
      {"/", PathKind::dbfs, "/"},
      {"/Workspace/Users/me", PathKind::dbfs, "/Workspace/Users/me"},
      {"/VolumesX/a", PathKind::dbfs, "/VolumesX/a"},
      {"/Volumes", PathKind::dbfs, "/Volumes"},
      {"/Volumes/a/b/c/d", PathKind::volumes, "/Volumes/a/b/c/d"},
      {"dbfs:/Volumes/a/b/c", PathKind::volumes, "/Volumes/a/b/c"},
      {"//Volumes/a", PathKind::dbfs, ""},
      {"/tmp/dbfs:/x", PathKind::dbfs, "/tmp/dbfs:/x"},
      {"/tmp/file:/x", PathKind::dbfs, "/tmp/file:/x"},
      {"/tmp/a:b?c#d%20", PathKind::dbfs, "/tmp/a:b?c#d%20"},
      {"/tmp/...", PathKind::dbfs, "/tmp/..."},
      {"file:/tmp/x", PathKind::local, "/tmp/x"},
      {"file:///tmp/x", PathKind::local, "/tmp/x"},
      {"file:/Volumes/a", PathKind::local, "/Volumes/a"},
      {"file:../x", PathKind::local, "../x"},
      {"file:dbfs:/x", PathKind::local, "dbfs:/x"},
      {"C:\\data\\x", PathKind::local, "C:\\data\\x"},
      {"c:/data/x", PathKind::local, "c:/data/x"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.text) {
      if (row.path.empty()) {
        BOOST_TEST(refusal(row.text).ends_with("names another machine"));
        continue;
      }
      const auto name = parse_path(row.text);
      BOOST_TEST((name.kind == row.kind));
      BOOST_TEST(name.path == row.path);
    }
  }
}

BOOST_AUTO_TEST_CASE(row_170_what_can_not_be_meant_is_refused) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", "a path is empty"},
      {"s3:/bucket/x", "unsupported scheme \"s3\""},
      {"s3://bucket/x", "unsupported scheme \"s3\""},
      {"dbfs://host/x", "names another machine"},
      {"abfss:x", "unsupported scheme \"abfss\""},
      {"relative", "must be absolute"},
      {"dbfs:relative", "must be absolute"},
      {"dbfs:", "must be absolute"},
      {"file:", "names no file"},
      {"file://host/x", "names another machine"},
      {"/tmp/../etc", "`.` or `..`"},
      {"/tmp/.", "`.` or `..`"},
      {"/Volumes/a/../../x", "`.` or `..`"},
      {std::string("/tmp/a\0b", 8), "NUL"},
      {"/tmp/\xff\xfe", "is not UTF-8"},
      {"/tmp/\xed\xa0\x80", "is not UTF-8"},
  };
  for (const auto& [text, why] : rows) {
    BOOST_TEST_CONTEXT(text) {
      const auto said = refusal(text);
      BOOST_TEST(said.find(why) != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_local_name_may_be_any_bytes) {
  BOOST_TEST(parse_path("file:/tmp/\xff").path == "/tmp/\xff");
  BOOST_TEST((parse_path("file:/tmp/\xff").kind == PathKind::local));
}

BOOST_AUTO_TEST_CASE(a_path_is_hundreds_of_kilobytes_long) {
  std::string text = "/tmp";
  for (int i = 0; i < 100'000; ++i) text += "/ab";
  BOOST_TEST(parse_path(text).path == text);
}

BOOST_AUTO_TEST_CASE(base_names) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"/tmp/x", "x"}, {"/", ""}, {"file:/tmp/x/", "x"}, {"file:x", "x"}, {"file:..", ".."}, {"/Volumes/a/b/c", "c"}};
  for (const auto& [text, name] : rows) BOOST_TEST(base_name(parse_path(text)) == name);
}

BOOST_AUTO_TEST_CASE(what_a_service_lists_must_lie_beneath) {
  const PathName root{PathKind::volumes, "/Volumes/a/b/c"};
  BOOST_TEST(relative_to(root, "/Volumes/a/b/c/d/e f") == "d/e f");
  BOOST_TEST(relative_to({PathKind::dbfs, "/"}, "/x") == "x");
  const std::string with_nul("/Volumes/a/b/c/d\0e", 18);
  for (const std::string text : {"", "/", "/Volumes/a/b/c", "/Volumes/a/b/c/", "/Volumes/a/b/cd", "/Volumes/a/b/c/../x",
                                 "/Volumes/a/b/c/d/..", "/Volumes/a/b/c//d", "d", "/etc/passwd"}) {
    BOOST_CHECK_THROW(relative_to(root, text), databricks::Error);
  }
  BOOST_CHECK_THROW(relative_to(root, with_nul), databricks::Error);
}

BOOST_AUTO_TEST_SUITE_END()
