// Trees of files.
#include "files_fixture.hpp"

namespace {

using namespace databricks;
using ext::DirectoryOptions;
using test::Cloud;
using test::Exchange;
using test::Side;
using test::StoreServers;
namespace fs = std::filesystem;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(directories, test::TemporaryDirectory)

BOOST_AUTO_TEST_CASE(a_tree_goes_up_and_comes_down) {
  fs::create_directories(path("up/one/two/three"));
  fs::create_directories(path("up/empty"));
  const std::string names[] = {"up/top", "up/one/a b%", "up/one/two/three/deep", "up/one/two/big"};
  std::uint64_t bytes = 0;
  for (const auto& each : names) {
    const auto size = each.ends_with("big") ? test::kSize : each.size();
    write(each, test::blob(size));
    bytes += size;
  }
  fs::create_symlink(path("up/top"), path("up/link"));
  fs::create_directory_symlink(path("up"), path("up/loop"));
  StoreServers servers(Cloud::azure);
  const auto w = test::client_of(servers.origin());
  Progress seen;
  DirectoryOptions options;
  options.call.on_progress = [&](const Progress& now) { seen = now; };
  const auto up = w.files.upload_directory("/Volumes/x/y/z/tree/", path("up"), options);
  BOOST_TEST(up.files == 5u);
  BOOST_TEST(up.directories == 4u);
  BOOST_TEST(up.skipped == 1u);
  BOOST_TEST(up.bytes == bytes + 6);
  BOOST_TEST(seen.sent == up.bytes);
  const auto down = w.files.download_directory("/Volumes/x/y/z/tree", path("down"), options);
  BOOST_TEST(down.files == 5u);
  BOOST_TEST(down.directories == 4u);
  BOOST_TEST(down.bytes == up.bytes);
  BOOST_TEST(seen.received == down.bytes);
  for (const auto& each : names) BOOST_TEST(read("down" + each.substr(2)) == read(each));
  BOOST_TEST(read("down/link") == read("up/top"));
  BOOST_TEST(fs::is_directory(path("down/empty")));
}

BOOST_AUTO_TEST_CASE(a_name_that_leads_elsewhere_is_refused) {
  for (const char* each : {"..", ".", "a/b", "../../x", "a\\\\b", "a\\u0000b"}) {
    StoreServers servers(Cloud::aws, [&](Exchange& exchange) {
      if (exchange.target.find("/fs/directories") == std::string::npos) return;
      exchange.instead = test::plain_answer(200, std::string("{\"contents\":[{\"path\":\"/Volumes/p\",\"name\":\"") +
                                                     each + "\",\"is_directory\":false}]}");
      exchange.instead->headers.set("Content-Type", "application/json");
    });
    const auto w = test::client_of(servers.origin());
    BOOST_CHECK_THROW(w.files.download_directory("/Volumes/x", path("down")), UnexpectedResponse);
    BOOST_TEST(files().empty());
  }
}

BOOST_AUTO_TEST_CASE(the_first_failure_ends_it) {
  fs::create_directory(path("up"));
  for (int i = 0; i < 20; ++i) write("up/" + std::to_string(i), "x");
  StoreServers servers(Cloud::aws, [](Exchange& exchange) {
    if (exchange.method == "PUT" && exchange.number > 5) exchange.instead = test::plain_answer(403);
  });
  const auto w = test::client_of(servers.origin());
  BOOST_CHECK_THROW(w.files.upload_directory("/Volumes/x", path("up"), {.files_at_once = 2}), PermissionDenied);
  BOOST_TEST(servers.exchanges().size() < 12u);
  BOOST_CHECK_THROW(w.files.upload_directory("/Volumes/x", path("none")), fs::filesystem_error);
  BOOST_CHECK_THROW(w.files.upload_directory("/Volumes/x", path("up"), {.files_at_once = 0}), InvalidArgument);
}

BOOST_AUTO_TEST_SUITE_END()
