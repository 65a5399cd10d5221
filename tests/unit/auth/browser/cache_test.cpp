// Tokens on disk: names, who may read them, what is not believed, and two processes at once.
#include <sys/stat.h>

#include "auth/subprocess.hpp"
#include "auth/token_cache.hpp"
#include "machine.hpp"

#include <future>

using namespace test;
using namespace std::chrono_literals;
using databricks::OAuthToken;
using databricks::detail::token_cache_name;
using databricks::detail::TokenCache;
using databricks::detail::TokenKey;
using std::filesystem::perms;

namespace {

const TokenKey kKey{"https://h", "databricks-cli", {"all-apis", "offline_access"}, ""};
const OAuthToken kToken{.access_token = "planted-secret-access", .refresh_token = "planted-secret-refresh"};

struct Cached : Machine {
  TokenCache open() { return {databricks::detail::auth_context(config(), nullptr, nullptr), kKey}; }
  std::filesystem::path file() const { return cache() + '/' + token_cache_name(kKey) + ".json"; }
  std::string loaded() {
    const auto token = open().load();
    return token ? token->access_token : "";
  }
  // A good file, for tests that spoil it.
  void keep() { open().save(kToken); }
};

mode_t mode_of(const std::filesystem::path& path) {
  struct stat found {};
  ::lstat(path.c_str(), &found);
  return found.st_mode & 07777;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cache)

BOOST_AUTO_TEST_CASE(t254_names) {
  BOOST_TEST(token_cache_name(kKey) == "3ebda2adbad7228baf741ac7bb9bc560793d6677c118ddb5b1575b8d70b9b33b");
  auto dev = kKey;
  dev.profile = "dev";
  BOOST_TEST(token_cache_name(dev) == "4cd7968af043b94ddc579862ccc7068b80f342dc75739a1578f08351caee2de3");
  const TokenKey others[] = {kKey,
                             dev,
                             {"https://i", "databricks-cli", {"all-apis", "offline_access"}, ""},
                             {"https://h", "other", {"all-apis", "offline_access"}, ""},
                             {"https://h", "databricks-cli", {"all-apis"}, ""},
                             {"https://h", "databricks-cli", {"a", "b"}, ""},
                             {"https://h", "databricks-cli", {"a,b"}, ""},
                             {"https://h", "databricks-cli", {"a\", \"b"}, ""},
                             {"https://h", "databricks-cli", {}, ""}};
  std::set<std::string> names;
  for (const auto& key : others) names.insert(token_cache_name(key));
  BOOST_TEST(names.size() == std::size(others));
}

BOOST_FIXTURE_TEST_CASE(t255_folders_and_files_are_for_the_user_alone, Cached) {
  const auto before = ::umask(0);
  keep();
  ::umask(before);
  BOOST_TEST((loaded() == "planted-secret-access"));
  BOOST_TEST(mode_of(file()) == 0600U);
  BOOST_TEST(mode_of(cache()) == 0700U);
  BOOST_TEST(mode_of(home() + "/.config/databricks-sdk-cpp") == 0700U);
  BOOST_TEST((open().load()->refresh_token == "planted-secret-refresh"));
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(cache()), {}) == 1);  // no drafts are left
  BOOST_TEST(log->text().empty());
}

BOOST_FIXTURE_TEST_CASE(t255_nothing_there_is_no_problem, Cached) {
  BOOST_TEST(loaded().empty());
  BOOST_TEST(!std::filesystem::exists(home() + "/.config"));
  BOOST_TEST(log->text().empty());
  environment.erase("HOME");
  keep();
  BOOST_TEST(loaded().empty());
  BOOST_TEST(log->text().empty());
}

BOOST_FIXTURE_TEST_CASE(t255_what_is_no_token_is_ignored, Cached) {
  keep();
  const auto good = read_file(file());
  std::vector<std::string> rows = {"",
                                   "{",
                                   "[]",
                                   "null",
                                   "{}",
                                   R"({"token":{}})",
                                   R"({"token":"planted-secret"})",
                                   std::string(3, '\0'),
                                   std::string(5000, '{'),
                                   std::string(std::size_t{2} << 20, ' ')};
  for (std::size_t size = 1; size < good.size(); size += 7) rows.push_back(good.substr(0, size));
  for (const auto& text : rows) {
    write_file(file(), text, perms::owner_read | perms::owner_write);
    BOOST_TEST(loaded().empty());
  }
  BOOST_TEST(holds(shown(log->text()), ".json: ignored: "));
  keep();
  BOOST_TEST((loaded() == "planted-secret-access"));
}

BOOST_FIXTURE_TEST_CASE(what_others_may_touch_is_not_believed_and_replaced, Cached) {
  for (const auto mode : {perms::group_read, perms::group_write, perms::others_read, perms::others_write}) {
    keep();
    std::filesystem::permissions(file(), perms::owner_read | perms::owner_write | mode);
    BOOST_TEST(loaded().empty());
    BOOST_TEST(holds(log->text(), "others may read or write it"));
  }
  keep();
  BOOST_TEST(mode_of(file()) == 0600U);
  BOOST_TEST((loaded() == "planted-secret-access"));
  std::filesystem::permissions(cache(), perms::all);
  BOOST_TEST((loaded() == "planted-secret-access"));
  BOOST_TEST(mode_of(cache()) == 0700U);
}

BOOST_FIXTURE_TEST_CASE(links_are_not_followed, Cached) {
  keep();
  const auto elsewhere = folder() + "/elsewhere";
  std::filesystem::rename(file(), elsewhere);
  std::filesystem::create_symlink(elsewhere, file());
  BOOST_TEST(loaded().empty());
  BOOST_TEST(holds(log->text(), "it is a symbolic link"));
  write_file(elsewhere, "precious", perms::owner_all);
  keep();  // takes the place of the link
  BOOST_TEST(read_file(elsewhere) == "precious");
  BOOST_TEST(std::filesystem::is_regular_file(std::filesystem::symlink_status(file())));
  BOOST_TEST((loaded() == "planted-secret-access"));

  // The lock is a file that is opened for writing as well.
  std::filesystem::create_symlink(elsewhere, cache() + '/' + token_cache_name(kKey) + ".lock");
  BOOST_TEST(!open().lock({}).has_value());
  BOOST_TEST(read_file(elsewhere) == "precious");

  std::filesystem::rename(cache(), folder() + "/oauth");
  std::filesystem::create_directory_symlink(folder() + "/oauth", cache());
  BOOST_TEST(loaded().empty());
  BOOST_TEST(holds(log->text(), "its folder can't be used"));
}

BOOST_FIXTURE_TEST_CASE(what_is_no_file_does_not_block, Cached) {
  keep();
  std::filesystem::remove(file());
  BOOST_REQUIRE(::mkfifo(file().c_str(), 0600) == 0);
  BOOST_TEST(loaded().empty());
  BOOST_TEST(holds(log->text(), "it is no regular file"));
  std::filesystem::remove(file());
  std::filesystem::create_directory(file());
  std::filesystem::permissions(file(), perms::owner_all);
  BOOST_TEST(loaded().empty());
  keep();
  BOOST_TEST(holds(shown(log->text()), "the token is not kept"));
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(cache()), {}) == 1);
}

BOOST_FIXTURE_TEST_CASE(a_file_in_the_way_of_the_folder, Cached) {
  write_file(home() + "/.config", "", perms::owner_all);
  keep();
  BOOST_TEST(loaded().empty());
  BOOST_TEST(holds(shown(log->text()), "its folder can't be used"));
}

BOOST_FIXTURE_TEST_CASE(one_lock_at_a_time, Cached) {
  auto first = open().lock({});
  BOOST_REQUIRE(first.has_value());
  std::stop_source stop;
  stop.request_stop();
  BOOST_TEST(!open().lock(stop.get_token()).has_value());
  auto second = std::async(std::launch::async, [&] { return open().lock({}).has_value(); });
  BOOST_TEST((second.wait_for(30ms) == std::future_status::timeout));
  first.reset();
  BOOST_TEST(second.get());
}

// The server takes the refresh token once and is slow about it: whoever comes second must not ask.
BOOST_FIXTURE_TEST_CASE(t256_processes_that_renew_at_once_share_one_renewal, Machine) {
  Provider provider;
  provider.delay = 100ms;
  provider.trust("planted-secret-refresh-0");
  const TokenKey key{provider.host(), "databricks-cli", {"all-apis", "offline_access"}, ""};
  TokenCache(databricks::detail::auth_context(config(), nullptr, nullptr), key)
      .save({.access_token = "planted-secret-access-0",
             .expiry = std::chrono::system_clock::now() - 1h,
             .refresh_token = "planted-secret-refresh-0"});
  std::vector<std::future<databricks::detail::ProcessResult>> processes;
  const auto port = std::to_string(free_ports(1));
  for (int i = 0; i < 4; ++i) {
    processes.push_back(std::async(std::launch::async, [&] {
      return databricks::detail::run_process(HELPER, {"token", provider.host(), home(), port}, 30s, {});
    }));
  }
  for (auto& process : processes) {
    const auto result = process.get();
    BOOST_TEST(result.exit_code == 0, shown(result.errors));
    BOOST_TEST((result.output == "planted-secret-access-1"));
  }
  BOOST_TEST(provider.asked("refresh_token").size() == 1U);
  BOOST_TEST(provider.authorized().empty());
  BOOST_TEST_REQUIRE(kept().size() == 1U);
  BOOST_TEST(holds(read_file(kept()[0]), "planted-secret-refresh-1"));
}

BOOST_AUTO_TEST_SUITE_END()
