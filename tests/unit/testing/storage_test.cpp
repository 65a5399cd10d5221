#include "workspace.hpp"

#include "testing/local/base64.hpp"

#include <databricks/models/files.hpp>
#include <databricks/models/workspace.hpp>

#include <sstream>

using databricks::testing::local::base64;
using databricks::testing::local::from_base64;

BOOST_AUTO_TEST_SUITE(base64_text)

BOOST_AUTO_TEST_CASE(bytes_of_every_length_come_back) {
  BOOST_TEST(base64("") == "");
  BOOST_TEST(base64("f") == "Zg==");
  BOOST_TEST(base64("fo") == "Zm8=");
  BOOST_TEST(base64("foo") == "Zm9v");
  std::string bytes;
  for (int i = 0; i < 600; ++i) {
    BOOST_TEST(from_base64(base64(bytes)) == bytes);
    bytes += static_cast<char>(i * 7);
  }
  BOOST_TEST(error_of([] { from_base64("a*b"); }) == "400 MALFORMED_REQUEST");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(dbfs, Connected)

BOOST_AUTO_TEST_CASE(a_file_in_blocks_is_read_back_in_pieces) {
  const auto handle = *w.dbfs.create({.path = "/tmp/blocks"}).handle;
  const std::string block(1 << 20, 'x');
  w.dbfs.add_block({handle, base64(block)});
  w.dbfs.add_block({handle, base64("the end")});
  BOOST_TEST(error_of([&] { w.dbfs.add_block({handle, base64(block + "y")}); }) == "400 MAX_BLOCK_SIZE_EXCEEDED");
  w.dbfs.close({handle});
  BOOST_TEST(error_of([&] { w.dbfs.close({handle}); }) == "404 RESOURCE_DOES_NOT_EXIST");
  BOOST_TEST(*w.dbfs.get_status({"/tmp/blocks"}).file_size == (1 << 20) + 7);
  const auto tail = w.dbfs.read({.path = "/tmp/blocks", .length = 100, .offset = (1 << 20) + 4});
  BOOST_TEST(*tail.bytes_read == 3);
  BOOST_TEST(from_base64(*tail.data) == "end");
  BOOST_TEST(*w.dbfs.read({.path = "/tmp/blocks", .offset = 1 << 30}).bytes_read == 0);
  BOOST_TEST(error_of([&] { w.dbfs.read({.path = "/tmp/blocks", .length = (1 << 20) + 1}); }) ==
             "400 MAX_READ_SIZE_EXCEEDED");
}

BOOST_AUTO_TEST_CASE(files_are_put_listed_moved_and_deleted) {
  w.dbfs.put({.path = "/tmp/a/b/file", .contents = base64("hello")});
  BOOST_TEST(error_of([&] { w.dbfs.put({.path = "/tmp/a/b/file"}); }) == "400 RESOURCE_ALREADY_EXISTS");
  w.dbfs.put({.path = "/tmp/a/b/file", .contents = base64("hello again"), .overwrite = true});
  BOOST_TEST(error_of([&] { w.dbfs.mkdirs({"/tmp/a/b/file"}); }) == "400 RESOURCE_ALREADY_EXISTS");
  w.dbfs.move({.source_path = "/tmp/a", .destination_path = "dbfs:/tmp/moved"});
  const auto listed = w.dbfs.list.call({"/tmp/moved/b"});
  BOOST_TEST(listed.files.size() == 1);
  BOOST_TEST(*listed.files[0].path == "/tmp/moved/b/file");
  BOOST_TEST(*listed.files[0].file_size == 11);
  BOOST_TEST(error_of([&] { w.dbfs.delete_({.path = "/tmp/moved"}); }) == "400 IO_ERROR");
  w.dbfs.delete_({.path = "/tmp/moved", .recursive = true});
  BOOST_TEST(error_of([&] { w.dbfs.get_status({"/tmp/moved/b/file"}); }) == "404 RESOURCE_DOES_NOT_EXIST");
  BOOST_TEST(error_of([&] { w.dbfs.get_status({"relative"}); }) == "400 INVALID_PARAMETER_VALUE");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(volumes, Connected)

BOOST_AUTO_TEST_CASE(bytes_uploaded_from_a_stream_are_downloaded_unchanged) {
  std::string bytes;
  for (int i = 0; i < 1'000'000; ++i) bytes += static_cast<char>(i * 31 + i / 256);
  std::istringstream in(bytes);
  w.files.upload({.file_path = "/Volumes/main/default/data/a b/50%.bin", .contents = in});
  std::ostringstream out;
  const auto answer = w.files.download({"/Volumes/main/default/data/a b/50%.bin"}, {.to = databricks::Sink(out)});
  BOOST_TEST((out.str() == bytes));
  BOOST_TEST(*answer.content_length == 1'000'000);
  BOOST_TEST(answer.last_modified->ends_with("GMT"));
  BOOST_TEST((w.files.download({"/Volumes/main/default/data/a b/50%.bin"}).contents.data == bytes));
}

BOOST_AUTO_TEST_CASE(metadata_needs_no_body) {
  w.files.upload({.file_path = "/Volumes/main/default/data/f", .contents = "12345"});
  const auto metadata = w.files.get_metadata({"/Volumes/main/default/data/f"});
  BOOST_TEST(*metadata.content_length == 5);
  BOOST_TEST(*metadata.content_type == "application/octet-stream");
  w.files.get_directory_metadata({"/Volumes/main/default/data"});
  BOOST_TEST(error_of([&] { w.files.get_metadata({"/Volumes/main/default/data/none"}); }).starts_with("404"));
}

BOOST_AUTO_TEST_CASE(a_file_is_replaced_only_on_request) {
  w.files.upload({.file_path = "/Volumes/main/default/data/f", .contents = "1"});
  BOOST_TEST(error_of([&] { w.files.upload({.file_path = "/Volumes/main/default/data/f", .contents = "2"}); }) ==
             "409 ALREADY_EXISTS");
  w.files.upload({.file_path = "/Volumes/main/default/data/f", .contents = "2", .overwrite = true});
  BOOST_TEST(w.files.download({"/Volumes/main/default/data/f"}).contents.data == "2");
  w.files.delete_({"/Volumes/main/default/data/f"});
  BOOST_TEST(error_of([&] { w.files.download({"/Volumes/main/default/data/f"}); }) == "404 NOT_FOUND");
}

BOOST_AUTO_TEST_CASE(directories_are_listed_in_pages_and_deleted_when_empty) {
  const std::string directory = "/Volumes/main/default/data/many";
  w.files.create_directory({directory + "/sub"});
  for (int i = 0; i < 5; ++i) w.files.upload({.file_path = directory + "/" + std::to_string(i), .contents = "x"});
  std::string names;
  for (const auto& entry : w.files.list_directory_contents({.directory_path = directory, .page_size = 2})) {
    names += *entry.name + ' ';
    BOOST_TEST(*entry.is_directory == (entry.name == "sub"));
  }
  BOOST_TEST(names == "0 1 2 3 4 sub ");
  BOOST_TEST(error_of([&] { w.files.delete_directory({directory}); }) == "400 FILES_API_DIRECTORY_IS_NOT_EMPTY");
  w.files.delete_directory({directory + "/sub"});
  BOOST_TEST(error_of([&] { w.files.upload({.file_path = "/elsewhere/x", .contents = "x"}); }) ==
             "400 INVALID_PARAMETER_VALUE");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(workspace_files, Connected)

BOOST_AUTO_TEST_CASE(a_notebook_is_imported_and_exported) {
  using databricks::workspace::Language;
  w.workspace.mkdirs({"/Shared/project"});
  w.workspace.import({.path = "/Shared/project/nb", .content = base64("select 1"), .language = Language::SQL});
  const auto exported = w.workspace.export_({.path = "/Workspace/Shared/project/nb"});
  BOOST_TEST(from_base64(*exported.content) == "select 1");
  BOOST_TEST(*exported.file_type == "sql");
  const auto status = w.workspace.get_status({"/Shared/project/nb"});
  BOOST_TEST((status.object_type == databricks::workspace::ObjectType::NOTEBOOK));
  BOOST_TEST((status.language == Language::SQL));
  BOOST_TEST(w.workspace.list.call({.path = "/Shared/project"}).objects.size() == 1);
}

BOOST_AUTO_TEST_CASE(what_is_in_the_way_or_missing_is_told) {
  using databricks::workspace::ImportFormat;
  w.workspace.import({.path = "/Shared/f", .content = base64("x"), .format = ImportFormat::AUTO});
  BOOST_TEST(error_of([&] { w.workspace.import({.path = "/Shared/f", .format = ImportFormat::AUTO}); }) ==
             "400 RESOURCE_ALREADY_EXISTS");
  BOOST_TEST(error_of([&] { w.workspace.import({.path = "/none/f", .format = ImportFormat::AUTO}); }) ==
             "404 RESOURCE_DOES_NOT_EXIST");
  BOOST_TEST(error_of([&] { w.workspace.import({.path = "/Shared/g"}); }) == "400 INVALID_PARAMETER_VALUE");
  BOOST_TEST(error_of([&] { w.workspace.delete_({.path = "/Shared"}); }) == "400 DIRECTORY_NOT_EMPTY");
  w.workspace.delete_({.path = "/Shared", .recursive = true});
  BOOST_TEST(error_of([&] { w.workspace.get_status({"/Shared/f"}); }) == "404 RESOURCE_DOES_NOT_EXIST");
}

BOOST_AUTO_TEST_SUITE_END()
