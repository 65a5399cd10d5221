// Broken streams, continued in one call and by the next one.
#include "downloads.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace databricks;
using test::RangeReply;
using test::RangeServer;

constexpr std::uint64_t kSize = 300'000;

// What happens to the download when the first answer is cut in the middle and the second one is changed.
struct Broken : test::TemporaryDirectory {
  void run(std::function<void(RangeReply&)> change_second, DownloadOptions options = {}) {
    RangeServer server(kSize, [&](RangeReply& reply) {
      if (reply.number == 0) reply.cut_after = 100'000;
      if (reply.number == 1) change_second(reply);
    });
    const auto on_exit = [&] { requests = server.requests(); };
    try {
      result = download_to_file(test::client_of(server.origin()), "/file", path("file"), options);
    } catch (...) {
      on_exit();
      throw;
    }
    on_exit();
  }
  bool is_whole() const { return read("file") == RangeServer::bytes(0, kSize); }

  std::vector<std::string> requests;
  DownloadResult result;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(resume_in_one_call, Broken)

BOOST_AUTO_TEST_CASE(row_188_a_download_cut_three_times_goes_on_where_it_stopped) {
  RangeServer server(kSize, [](RangeReply& reply) {
    if (reply.number < 3) reply.cut_after = 1 + 70'000 * static_cast<std::size_t>(reply.number);
  });
  download_to_file(test::client_of(server.origin()), "/file", path("file"));
  BOOST_TEST(is_whole());
  requests = server.requests();
  BOOST_REQUIRE_EQUAL(requests.size(), 4u);
  const char* const ranges[] = {"", "bytes=1-", "bytes=70002-", "bytes=210003-"};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(test::header_of(requests[i], "Range") == ranges[i]);
    BOOST_TEST(test::header_of(requests[i], "If-Unmodified-Since") == (i == 0 ? "" : server.last_modified));
    BOOST_TEST(test::header_of(requests[i], "If-Match") == (i == 0 ? "" : "\"one\""));
  }
}

BOOST_AUTO_TEST_CASE(row_189_a_resume_answered_by_the_whole_file_skips_what_is_there) {
  run([](RangeReply& reply) {
    reply.status = 200;
    reply.from = 0;
    reply.content_range.clear();
  });
  BOOST_TEST(is_whole());
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_190_a_file_that_changed_is_an_error_and_no_mixture) {
  const std::function<void(RangeReply&)> changes[] = {
      [](RangeReply& reply) {
        reply.status = 412;
        reply.to = reply.from;
      },
      [](RangeReply& reply) {
        reply.status = 416;
        reply.to = reply.from;
      },
      [](RangeReply& reply) { reply.etag = "\"two\""; },
      [](RangeReply& reply) { reply.last_modified = "Wed, 21 Oct 2015 07:28:01 GMT"; },
      [](RangeReply& reply) { reply.content_range = "bytes 100000-299999/300001"; },
      [](RangeReply& reply) {  // whole and without a proof
        reply = {.number = 1,
                 .range = "",
                 .from = 0,
                 .to = kSize,
                 .status = 200,
                 .content_range = "",
                 .etag = "",
                 .last_modified = "",
                 .more_headers = ""};
      },
  };
  for (const bool keep : {false, true}) {
    for (const auto& change : changes) {
      BOOST_CHECK_EXCEPTION(run(change, {.resume = keep}), FileChanged, [](const Error& error) {
        return std::string(error.what()).find("the file changed") == 0 ||
               std::string(error.what()).find("the service sent the whole file again") == 0;
      });
      BOOST_TEST(requests.size() == 2u);
      BOOST_TEST(files().empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_part_that_is_not_what_was_asked_for_is_an_error) {
  const std::string lies[] = {"",
                              "bytes",
                              "bytes */300000",
                              "bytes 0-199999/300000",
                              "bytes 100001-299999/300000",
                              "bytes 100000-300000/300000",
                              "bytes 100000-299998/300000",
                              "bytes 299999-100000/300000",
                              "bytes 100000-18446744073709551615/*",
                              "bytes 100000-99999999999999999999/300000",
                              "bits 100000-299999/300000",
                              "bytes 100000-299999/300000, bytes 0-1/2",
                              "bytes -1-5/300000"};
  for (const auto& lie : lies) {
    BOOST_TEST_CONTEXT(lie) {
      BOOST_CHECK_THROW(run([&](RangeReply& reply) { reply.content_range = lie; }), UnexpectedResponse);
      BOOST_TEST(files().empty());
    }
  }
  BOOST_CHECK_THROW(run([](RangeReply& reply) { reply.more_headers = "Content-Encoding: gzip\r\n"; }),
                    UnexpectedResponse);
  BOOST_CHECK_THROW(run([](RangeReply& reply) { reply.status = 203; }), UnexpectedResponse);
  BOOST_CHECK_THROW(run([](RangeReply& reply) {
                      reply.chunked = true;
                      reply.content_range = "bytes 100000-199999/300000";
                    }),
                    UnexpectedResponse);
}

BOOST_AUTO_TEST_CASE(row_193_an_answer_that_ends_too_early_is_followed_by_another) {
  run([](RangeReply& reply) {
    reply.to = 150'000;
    reply.content_range = "bytes 100000-149999/300000";
  });
  BOOST_TEST(is_whole());
  BOOST_REQUIRE_EQUAL(requests.size(), 3u);
  BOOST_TEST(test::header_of(requests[2], "Range") == "bytes=150000-");
}

BOOST_AUTO_TEST_CASE(row_30_a_stream_that_falls_silent_is_continued) {
  RangeServer server(kSize, [](RangeReply& reply) {
    if (reply.number == 0) reply.stall = std::chrono::seconds(20);
  });
  auto config = test::client_of(server.origin()).config();
  config.http_timeout_seconds = 1;
  config.transport = nullptr;
  const auto start = std::chrono::steady_clock::now();
  download_to_file(Client(config), "/file", path("file"));
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(10)));
  BOOST_TEST(is_whole());
  BOOST_TEST(test::header_of(server.requests().at(1), "Range") == "bytes=299999-");
}

BOOST_AUTO_TEST_CASE(without_a_version_a_broken_download_starts_over) {
  RangeServer server(kSize, [](RangeReply& reply) {
    reply.etag = "W/\"weak\"";
    reply.last_modified.clear();
    if (reply.number == 0) reply.cut_after = 100'000;
  });
  std::vector<std::uint64_t> seen;
  DownloadOptions options;
  options.call.on_progress = [&](const Progress& progress) { seen.push_back(progress.received); };
  download_to_file(test::client_of(server.origin()), "/file", path("file"), options);
  BOOST_TEST(is_whole());
  BOOST_TEST(seen.back() == kSize);
  BOOST_REQUIRE_EQUAL(server.requests().size(), 2u);
  BOOST_TEST(test::header_of(server.requests()[1], "Range") == "");
}

BOOST_AUTO_TEST_CASE(resumes_have_their_limits) {
  struct Row {
    std::optional<int> in_all;
    int without_progress;
    std::size_t cut;  // each answer ends after so many bytes
    std::size_t requests;
  };
  const Row rows[] = {{{}, 1, 0, 2}, {{}, 3, 0, 4}, {{}, 0, 0, 1}, {0, 1, 10, 1}, {2, 1, 10, 3}};
  for (const auto& row : rows) {
    RangeServer server(kSize, [&](RangeReply& reply) { reply.cut_after = row.cut; });
    DownloadOptions options{.max_resumes = row.in_all, .max_resumes_without_progress = row.without_progress};
    options.call.retry = RetryPolicy::none();  // a call without a byte would be tried again by itself
    BOOST_CHECK_EXCEPTION(
        download_to_file(test::client_of(server.origin()), "/file", path("file"), options), TransportError,
        [](const TransportError& error) { return std::string(error.what()).find("ended early") != std::string::npos; });
    BOOST_TEST(server.requests().size() == row.requests);
    BOOST_TEST(files().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_resume_that_is_refused_for_another_reason_keeps_its_error) {
  BOOST_CHECK_EXCEPTION(run([](RangeReply& reply) { reply.status = 403; }), DatabricksError,
                        [](const auto& error) { return error.status_code() == 403; });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(resume_by_another_call, test::TemporaryDirectory)

namespace {

// Leaves a download behind that broke off after the first `cut` bytes.
void leave_broken(const std::string& path, std::size_t cut, int workers = 1) {
  RangeServer server(kSize, [&](RangeReply& reply) { reply.cut_after = reply.number == 0 ? cut : 0; });
  const auto client = test::client_of(server.origin());
  BOOST_CHECK_THROW(download_to_file(client, "/file?token=planted-secret", path,
                                     {.workers = workers, .part_bytes = 30'000, .resume = true}),
                    TransportError);
}

// The state of the directory names the server, whose port changes.
void move_state(const std::string& path, const std::string& origin) {
  auto text = test::read_file(path + ".part.state");
  BOOST_TEST(text.find("planted-secret") == text.npos);
  const auto begin = text.find("target ") + 7;
  text.replace(begin, text.find("/file", begin) - begin, origin);
  std::ofstream(path + ".part.state") << text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_next_download_goes_on) {
  leave_broken(path("file"), 100'000);
  BOOST_TEST(files() == "file.part file.part.state");
  RangeServer server(kSize);
  move_state(path("file"), server.origin());
  const auto result =
      download_to_file(test::client_of(server.origin()), "/file?token=other", path("file"), {.resume = true});
  BOOST_TEST(result.resumed_from == 100'000u);
  BOOST_TEST(result.bytes == kSize);
  BOOST_TEST((read("file") == RangeServer::bytes(0, kSize)));
  BOOST_TEST(files() == "file");
  BOOST_REQUIRE_EQUAL(server.requests().size(), 1u);
  BOOST_TEST(test::header_of(server.requests()[0], "Range") == "bytes=100000-");
  BOOST_TEST(test::header_of(server.requests()[0], "If-Match") == "\"one\"");
}

BOOST_AUTO_TEST_CASE(several_workers_go_on_as_well) {
  leave_broken(path("file"), 30'000, 4);
  RangeServer server(kSize);
  move_state(path("file"), server.origin());
  const auto result = download_to_file(test::client_of(server.origin()), "/file", path("file"),
                                       {.workers = 4, .part_bytes = 30'000, .resume = true});
  BOOST_TEST(result.resumed_from >= 30'000u);
  BOOST_TEST((read("file") == RangeServer::bytes(0, kSize)));
  BOOST_TEST(files() == "file");
}

BOOST_AUTO_TEST_CASE(a_file_that_changed_meanwhile_is_an_error_and_then_begins_anew) {
  leave_broken(path("file"), 100'000);
  RangeServer server(kSize);
  server.etag = "\"two\"";
  move_state(path("file"), server.origin());
  const auto client = test::client_of(server.origin());
  BOOST_CHECK_THROW(download_to_file(client, "/file", path("file"), {.resume = true}), FileChanged);
  BOOST_TEST(files().empty());
  BOOST_TEST(download_to_file(client, "/file", path("file"), {.resume = true}).resumed_from == 0u);
  BOOST_TEST((read("file") == RangeServer::bytes(0, kSize)));
}

BOOST_AUTO_TEST_CASE(what_is_no_good_state_is_ignored) {
  const std::function<void(const std::string&)> damages[] = {
      [](const std::string& part) { std::ofstream(part + ".state") << "nonsense\n"; },
      [](const std::string& part) { std::filesystem::remove(part + ".state"); },
      [](const std::string& part) { std::filesystem::resize_file(part, 99'999); },
      [](const std::string&) {},  // it is of another target
  };
  for (const auto& damage : damages) {
    leave_broken(path("file"), 100'000);
    damage(path("file.part"));
    RangeServer server(kSize);
    const auto result =
        download_to_file(test::client_of(server.origin()), "/file", path("file"), {.overwrite = true, .resume = true});
    BOOST_TEST(result.resumed_from == 0u);
    BOOST_TEST((read("file") == RangeServer::bytes(0, kSize)));
    BOOST_TEST(files() == "file");
    std::filesystem::remove(path("file"));
  }
}

BOOST_AUTO_TEST_CASE(a_planted_link_is_not_followed) {
  RangeServer server(kSize);
  const auto client = test::client_of(server.origin());
  std::ofstream(path("victim")) << "precious";
  for (const char* planted : {"file.part", "file.part.state"}) {
    std::filesystem::create_symlink(path("victim"), path(planted));
    BOOST_CHECK_THROW(download_to_file(client, "/file", path("file"), {.resume = true}), std::system_error);
    std::filesystem::remove(path("file.part"));
    std::filesystem::remove(path("file.part.state"));
  }
  BOOST_TEST(read("victim") == "precious");
  BOOST_TEST(server.requests().empty());
}

BOOST_AUTO_TEST_CASE(two_downloads_do_not_write_one_file) {
  RangeServer server(kSize);
  const auto client = test::client_of(server.origin());
  DownloadOptions options{.resume = true};
  bool refused = false;
  options.call.on_progress = [&](const Progress&) {
    if (refused) return;
    BOOST_CHECK_THROW(download_to_file(client, "/file", path("file"), {.resume = true}), std::system_error);
    refused = true;
  };
  download_to_file(client, "/file", path("file"), options);
  BOOST_TEST(refused);
  BOOST_TEST((read("file") == RangeServer::bytes(0, kSize)));
}

BOOST_AUTO_TEST_SUITE_END()
