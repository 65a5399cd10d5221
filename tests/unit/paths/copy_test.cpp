// Trees of files within and across DBFS, volumes and this machine.
#include "fixture.hpp"

#include "loopback.hpp"

#include <atomic>
#include <thread>

namespace {

using namespace test;
namespace fs = std::filesystem;

const std::string kVolume = "/Volumes/main/default/data";

// Three levels, with names that need care.
void fill(const Connected& c, const std::string& root) {
  for (const auto& file : std::vector<std::string>{"a", "sub/b c", "sub/deep/d%20e", "sub/deep/ü#?&=.txt"}) {
    c.w.dbfs.make_directories((root + '/' + file).substr(0, (root + '/' + file).rfind('/')));
    c.w.dbfs.upload(root + '/' + file, "bytes of " + file);
  }
}

const std::string kFiles = "a sub/b c sub/deep/d%20e sub/deep/ü#?&=.txt";

struct Roots {
  std::string from;
  std::string to;
};

std::vector<Roots> matrix(const Connected& c) {
  return {{"/tmp/from", kVolume + "/to"},       {"/tmp/from", c.local.uri("to")},
          {kVolume + "/from", "/tmp/to"},       {kVolume + "/from", c.local.uri("to")},
          {c.local.uri("from"), "/tmp/to"},     {c.local.uri("from"), kVolume + "/to"},
          {kVolume + "/from", kVolume + "/to"}, {"dbfs:/tmp/from", "/tmp/to"}};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(trees, Connected)

BOOST_AUTO_TEST_CASE(row_171_a_listing_three_levels_deep_has_all_files) {
  for (const auto& root : std::vector<std::string>{kVolume + "/tree", std::string("/tmp/tree"), local.uri("tree")}) {
    BOOST_TEST_CONTEXT(root) {
      fill(*this, root);
      BOOST_TEST(listed(root) == kFiles);
      BOOST_TEST(listed(root, false) == "a sub");  // directories are entries, too
      for (const auto& entry : w.dbfs.list_paths(root)) {
        BOOST_TEST(entry.is_dir == entry.path.ends_with("/sub"));
        BOOST_TEST(entry.file_size == (entry.is_dir ? 0U : 10U));
        if (!entry.is_dir) BOOST_TEST(entry.modification_time > 1'600'000'000'000);
      }
      const auto one = w.dbfs.list_paths(root + "/a");
      BOOST_TEST(one.size() == 1U);
      BOOST_TEST(one[0].path == root + "/a");
      BOOST_TEST(one[0].modification_time > 1'600'000'000'000);
    }
  }
  BOOST_TEST(holds(transport->exchanges().back().user_agent, "sdk-feature/") == false);
}

BOOST_AUTO_TEST_CASE(row_172_a_nested_directory_is_deleted) {
  for (const auto& root : std::vector<std::string>{local.uri("tree"), "/tmp/tree", kVolume + "/tree"}) {
    BOOST_TEST_CONTEXT(root) {
      fill(*this, root);
      w.dbfs.make_directories(root + "/empty/emptier");
      BOOST_TEST(failure_of([&] { w.dbfs.remove(root); }) ==
                 "InvalidArgument: deleting directories requires recursive flag: " + root);
      BOOST_TEST(listed(root) == kFiles);
      w.dbfs.remove(root + "/a");
      BOOST_TEST(!w.dbfs.exists(root + "/a"));
      w.dbfs.remove(root, {.recursive = true});
      BOOST_TEST(!w.dbfs.exists(root));
    }
  }
  BOOST_TEST(fs::is_empty(local.folder()));
}

BOOST_AUTO_TEST_CASE(a_local_delete_does_not_follow_links) {
  local.write("elsewhere/precious", "x");
  fs::create_directories(local.path("tree"));
  fs::create_directory_symlink(local.path("elsewhere"), local.path("tree/link"));
  fs::create_symlink("/nowhere", local.path("tree/dangling"));
  BOOST_TEST(listed(local.uri("tree")) == "dangling");
  w.dbfs.remove(local.uri("tree"), {.recursive = true});
  BOOST_TEST(local.files() == "elsewhere/precious");
}

BOOST_AUTO_TEST_CASE(what_is_not_there) {
  w.dbfs.remove(local.uri("none"));  // as `rm -f`
  BOOST_TEST(failure_of([&] { w.dbfs.remove("/tmp/none"); }).starts_with("NotFound"));
  BOOST_TEST(failure_of([&] { w.dbfs.remove(kVolume + "/none"); }).starts_with("NotFound"));
  for (const auto& path :
       std::vector<std::string>{"/tmp/none", "/Volumes/main/default/data/none", "file:/tmp/none/none"}) {
    BOOST_TEST(!w.dbfs.exists(path));
    BOOST_TEST(!w.dbfs.is_dir(path));
    BOOST_TEST(!failure_of([&] { w.dbfs.list_paths(path); }).empty());
    BOOST_TEST(!failure_of([&] { w.dbfs.copy(path, "/tmp/to"); }).empty());
  }
  for (const auto& path : std::vector<std::string>{std::string("/tmp"), kVolume, local.uri("")})
    BOOST_TEST(w.dbfs.is_dir(path));
}

BOOST_AUTO_TEST_CASE(row_174_trees_are_copied_between_all_kinds) {
  for (const auto& roots : matrix(*this)) {
    const auto& from = roots.from;
    const auto& to = roots.to;
    BOOST_TEST_CONTEXT(from << " -> " << to) {
      fill(*this, from);
      w.dbfs.make_directories(from + "/empty");
      w.dbfs.copy(from, to, {.recursive = true});
      BOOST_TEST(listed(to.substr(to.starts_with("dbfs:") ? 5 : 0)) == kFiles);
      BOOST_TEST(w.dbfs.read_file(to + "/sub/deep/d%20e") == "bytes of sub/deep/d%20e");
      BOOST_TEST(!failure_of([&] { w.dbfs.copy(from + "/a", to + "/a"); }).empty());  // it is there
      w.dbfs.write_file(from + "/a", "other bytes");
      w.dbfs.copy(from + "/a", to + "/a", {.overwrite = true});
      BOOST_TEST(w.dbfs.read_file(to + "/a") == "other bytes");
      w.dbfs.remove(from, {.recursive = true});
      w.dbfs.remove(to, {.recursive = true});
    }
  }
}

BOOST_AUTO_TEST_CASE(row_174_without_recursive_only_the_top_level_is_copied) {
  fill(*this, "/tmp/from");
  w.dbfs.copy("/tmp/from", local.uri("to"));
  BOOST_TEST(local.files() == "to/a");
}

BOOST_AUTO_TEST_CASE(row_174_into_a_directory_it_goes_by_its_own_name) {
  fill(*this, "/tmp/from");
  w.dbfs.copy("/tmp/from/a", kVolume);
  BOOST_TEST(w.dbfs.read_file(kVolume + "/a") == "bytes of a");
  w.dbfs.copy("/tmp/from", local.uri(""), {.recursive = true});
  BOOST_TEST(local.files() == "from/a from/sub/b c from/sub/deep/d%20e from/sub/deep/ü#?&=.txt");
}

BOOST_AUTO_TEST_CASE(row_174_what_a_copy_refuses) {
  fill(*this, "/tmp/from");
  local.write("f", "x");
  BOOST_TEST(failure_of([&] {
               w.dbfs.copy(local.uri("f"), local.uri("g"));
             }).starts_with("InvalidArgument: both destinations are on local FS"));
  BOOST_TEST(failure_of([&] {
               w.dbfs.move_(local.uri("f"), local.uri("g"));
             }).starts_with("InvalidArgument: both destinations are on local FS"));
  const auto onto_itself = [&] { w.dbfs.copy("/tmp/from/a", "dbfs:/tmp/from//a", {.overwrite = true}); };
  BOOST_TEST(failure_of(onto_itself).starts_with("InvalidArgument: source and target are the same"));
  BOOST_TEST(w.dbfs.read_file("/tmp/from/a") == "bytes of a");
  BOOST_TEST(holds(failure_of([&] { w.dbfs.copy("/", local.uri(""), {.recursive = true}); }), "has no name to go by"));
  BOOST_TEST(holds(failure_of([&] { w.dbfs.copy("/tmp/from", "/tmp/x", {.workers = 0}); }), "workers must be 1 to 64"));
}

BOOST_AUTO_TEST_CASE(row_174_trees_are_moved) {
  for (const auto& roots : matrix(*this)) {
    const auto& from = roots.from;
    const auto& to = roots.to;
    if (from.starts_with("dbfs:")) continue;
    BOOST_TEST_CONTEXT(from << " -> " << to) {
      fill(*this, from);
      const auto failure = failure_of([&] { w.dbfs.move_(from, to); });
      BOOST_TEST(failure.starts_with("InvalidArgument: moving a directory from "), failure);
      BOOST_TEST(failure.ends_with(" requires recursive flag"));
      w.dbfs.move_(from, to, {.recursive = true});
      BOOST_TEST(listed(to) == kFiles);
      BOOST_TEST(!w.dbfs.exists(from));
      w.dbfs.remove(to, {.recursive = true});
    }
  }
  BOOST_TEST(failure_of([&] { w.dbfs.move_("file:/tmp/x/none", kVolume); }).starts_with("system: "));
}

BOOST_AUTO_TEST_CASE(row_174_within_dbfs_a_move_is_one_call) {
  fill(*this, "/tmp/from");
  transport->forget();
  w.dbfs.move_("/tmp/from", "/tmp/to");
  BOOST_TEST(transport->names() == "move");
  BOOST_TEST(listed("/tmp/to") == kFiles);
}

BOOST_AUTO_TEST_CASE(a_failed_move_leaves_its_source) {
  fill(*this, "/tmp/from");
  transport->answer = [](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (request.method != "PUT" || !request.target.ends_with("d%2520e")) return std::nullopt;
    return json_answer(R"({"error_code":"PERMISSION_DENIED","message":"no"})", 403);
  };
  BOOST_TEST(failure_of([&] {
               w.dbfs.move_("/tmp/from", kVolume + "/to", {.recursive = true});
             }).starts_with("PERMISSION_DENIED"));
  BOOST_TEST(listed("/tmp/from") == kFiles);
}

BOOST_AUTO_TEST_CASE(a_thousand_entries_are_listed_over_pages_and_copied_side_by_side) {
  for (int i = 0; i < 1000; ++i) local.write("many/" + std::to_string(i), std::to_string(i));
  w.dbfs.copy(local.uri("many"), kVolume + "/many", {.workers = 8});
  const auto entries = w.dbfs.list_paths(kVolume + "/many");
  BOOST_TEST(entries.size() == 1000U);
  w.dbfs.copy(kVolume + "/many", local.uri("back"), {.workers = 8});
  for (int i = 0; i < 1000; ++i) BOOST_TEST(local.read("back/" + std::to_string(i)) == std::to_string(i));
}

BOOST_AUTO_TEST_CASE(copies_run_side_by_side_and_no_more_than_asked_for) {
  for (int i = 0; i < 30; ++i) local.write("many/" + std::to_string(i), "x");
  std::atomic<int> now{0};
  std::atomic<int> most{0};
  transport->answer = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (!request.target.ends_with("/create")) return std::nullopt;
    const int here = ++now;
    for (int seen = most; seen < here && !most.compare_exchange_weak(seen, here);) {
    }
    // The others have every chance to come.
    for (int i = 0; i < 2000 && most < 3; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --now;
    return std::nullopt;
  };
  w.dbfs.copy(local.uri("many"), "/tmp/many", {.workers = 3});
  BOOST_TEST(most == 3);
}

BOOST_AUTO_TEST_CASE(the_first_failure_and_a_stop_end_a_copy) {
  for (int i = 0; i < 200; ++i) local.write("many/" + std::to_string(i), "x");
  std::atomic<int> created{0};
  std::stop_source stop;
  transport->answer = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (!request.target.ends_with("/create")) return std::nullopt;
    if (++created == 10) return json_answer(R"({"error_code":"PERMISSION_DENIED","message":"no"})", 403);
    if (created == 60) stop.request_stop();
    return std::nullopt;
  };
  BOOST_TEST(failure_of([&] { w.dbfs.copy(local.uri("many"), "/tmp/many"); }).starts_with("PERMISSION_DENIED"));
  BOOST_TEST(created < 30);
  created = 30;
  const auto copy = [&] { w.dbfs.copy(local.uri("many"), "/tmp/again", {.stop = stop.get_token()}); };
  BOOST_CHECK_THROW(copy(), CallCancelled);
  BOOST_TEST(created < 90);
}

BOOST_AUTO_TEST_CASE(a_download_of_dbfs_that_fails_leaves_no_file) {
  w.dbfs.write_file("/tmp/f", some_bytes(kMiB * 2));
  int reads = 0;
  transport->answer = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (!holds(request.target, "/dbfs/read") || ++reads < 2) return std::nullopt;
    return json_answer(R"({"bytes_read":0})");
  };
  BOOST_TEST(holds(failure_of([&] { w.dbfs.download("/tmp/f", local.path("f")); }), "unexpected EOF"));
  BOOST_TEST(local.files().empty());
}

BOOST_AUTO_TEST_CASE(a_download_of_a_volume_goes_on_after_a_cut_and_leaves_nothing_when_it_can_not) {
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nLast-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n\r\n";
  std::atomic<bool> resumes{true};
  LoopbackServer server([&](Peer& peer) {
    const auto request = peer.read_request();
    if (request.empty()) return;
    if (request.starts_with("HEAD ")) return peer.send(head);
    if (resumes && holds(request, "bytes=4-")) {
      return peer.send(
          "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 4-9/10\r\nContent-Length: 6\r\n"
          "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n\r\n456789");
    }
    if (holds(request, "bytes=4-")) return;
    peer.send(head + "0123");
  });
  const auto client = client_of(server.origin());
  client.dbfs.download(kVolume + "/f", local.path("whole"));
  BOOST_TEST(local.read("whole") == "0123456789");
  resumes = false;
  BOOST_TEST(!failure_of([&] { client.dbfs.download(kVolume + "/f", local.path("half")); }).empty());
  BOOST_TEST(local.files() == "whole");
}

BOOST_AUTO_TEST_CASE(big_files_go_to_volumes_in_parts_and_come_from_the_object_store) {
  auto made = config();
  made.files_ext.multipart_upload_min_stream_size = kMiB;
  made.files_ext.multipart_upload_part_size_options = {kMiB / 2};
  const WorkspaceClient client(made);
  const auto signed_requests = [&](const std::string& method) {
    const auto all = transport->exchanges();
    return std::count_if(all.begin(), all.end(),
                         [&](const Exchange& one) { return one.method == method && holds(one.target, "&signature="); });
  };
  const auto bytes = some_bytes(2 * kMiB + 1);
  local.write("big", bytes);
  client.dbfs.write_file("/tmp/big", bytes);
  const std::vector<std::function<void(const std::string&)>> ways = {
      [&](const auto& to) { client.dbfs.copy(local.uri("big"), to); },
      [&](const auto& to) { client.dbfs.copy("/tmp/big", to); },
      [&](const auto& to) { client.dbfs.copy(kVolume + "/way 0", to); },
      [&](const auto& to) { client.dbfs.upload(to, bytes); },
      [&](const auto& to) {
        auto file = client.dbfs.open(to, {.write = true});
        file.out() << bytes;
        file.close();
      }};
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const auto to = kVolume + "/way " + std::to_string(i);
    transport->forget();
    ways[i](to);
    BOOST_TEST(signed_requests("PUT") == 5, to);
    client.dbfs.download(to, local.path("back"), true);
    BOOST_TEST((local.read("back") == bytes), to);
    BOOST_TEST(signed_requests("GET") >= 1, to);
  }
  transport->forget();
  client.dbfs.copy(local.uri("big"), kVolume + "/way 0", {.overwrite = true});
  BOOST_TEST(signed_requests("PUT") == 5);
  client.dbfs.write_file(kVolume + "/small", "x");
  BOOST_TEST(signed_requests("PUT") == 5);
}

BOOST_AUTO_TEST_CASE(names_that_a_service_lists_lead_nowhere_else) {
  for (const auto& name : std::vector<std::string>{"/tmp/from/../../escaped", "/etc/escaped", "", "/tmp/from",
                                                   "/tmp/from/a/b", "/tmp/from/a\\u0000b", "/tmp/from//x", "../x"}) {
    transport->answer = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
      if (holds(request.target, "/dbfs/get-status")) return json_answer(R"({"is_dir":true})");
      if (holds(request.target, "/dbfs/list"))
        return json_answer(R"({"files":[{"path":")" + name + R"(","file_size":1}]})");
      return std::nullopt;
    };
    const auto failure = failure_of([&] { w.dbfs.copy("/tmp/from", local.uri("to"), {.recursive = true}); });
    BOOST_TEST(failure.starts_with("Error: "), name << ": " << failure);
    BOOST_TEST(local.files().empty());
  }
}

BOOST_AUTO_TEST_CASE(directories_that_vanish_are_skipped_but_the_first_is_not) {
  fill(*this, kVolume + "/tree");
  transport->answer = [](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (request.method != "GET" || !request.target.ends_with("/tree/sub")) return std::nullopt;
    return json_answer(R"({"error_code":"NOT_FOUND","message":"gone"})", 404);
  };
  BOOST_TEST(listed(kVolume + "/tree") == "a");
  BOOST_TEST(
      failure_of([&] { w.dbfs.list_paths(kVolume + "/tree/sub", {.recursive = true}); }).starts_with("NotFound"));
}

BOOST_AUTO_TEST_CASE(local_files_with_any_bytes_in_their_names_are_refused_by_the_service_side_only) {
  local.write("odd/\xff", "x");
  BOOST_TEST(w.dbfs.list_paths(local.uri("odd")).size() == 1U);
  BOOST_TEST(!failure_of([&] { w.dbfs.copy(local.uri("odd"), "/tmp/odd"); }).empty());
  w.dbfs.remove(local.uri("odd"), {.recursive = true});
  BOOST_TEST(local.files().empty());
}

BOOST_AUTO_TEST_CASE(a_target_that_can_not_be_written_is_an_error) {
  w.dbfs.write_file("/tmp/f", "x");
  local.write("file", "x");
  BOOST_TEST(failure_of([&] { w.dbfs.copy("/tmp/f", local.uri("file/below")); }).starts_with("system: "));
  BOOST_TEST(failure_of([&] { w.dbfs.copy("/tmp/f", "file:/proc/none/f"); }).starts_with("system: "));
  BOOST_TEST(failure_of([&] { w.dbfs.download("/tmp/f", local.folder()); }).starts_with("system: "));
  BOOST_TEST(local.files() == "file");
}

BOOST_AUTO_TEST_SUITE_END()
