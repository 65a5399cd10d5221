// Downloads: from the store, through the service, in ranges.
#include "files_fixture.hpp"

#include <algorithm>
#include <atomic>

namespace {

using namespace databricks;
using ext::DownloadToOptions;
using ext::StreamOptions;
using test::Cloud;
using test::Exchange;
using test::Side;
using test::StoreServers;

bool is_download(const Exchange& exchange) { return exchange.side == Side::store && exchange.method == "GET"; }

struct Downloads : test::TemporaryDirectory {
  explicit Downloads() : bytes(test::blob(test::kSize)) {}

  // Downloads into `down` with what goes wrong; the servers stay to be looked at.
  DownloadResult run(StoreServers::Plan plan, const DownloadToOptions& options = {},
                     const std::function<void(Config&)>& change = {}) {
    servers = std::make_unique<StoreServers>(Cloud::aws, std::move(plan));
    servers->store.put(test::kPath, bytes);
    auto config = test::config_of(servers->origin());
    if (change) change(config);
    return WorkspaceClient(config).files.download_to(test::kPath, path("down"), options);
  }
  bool is_whole() const { return files() == "down" && read("down") == bytes; }

  std::string bytes;
  std::unique_ptr<StoreServers> servers;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(download, Downloads)

BOOST_AUTO_TEST_CASE(a_file_comes_from_the_store) {
  const auto result = run({});
  BOOST_TEST(result.bytes == test::kSize);
  BOOST_TEST(result.parts == 1);
  BOOST_TEST(is_whole());
  BOOST_TEST(servers->count(Side::store, "GET") == 1u);
  BOOST_TEST(servers->count(Side::api, "GET") == 0u);
  BOOST_TEST(servers->count(Side::api, "expire_time=20") == 1u);
}

BOOST_AUTO_TEST_CASE(row_188_a_download_that_is_cut_three_times_goes_on) {
  const std::uint64_t cuts[] = {1, 40'000, 17};
  run([&](Exchange& exchange) {
    if (is_download(exchange) && exchange.number < 3) exchange.cut_answer = cuts[exchange.number];
  });
  BOOST_TEST(is_whole());
  BOOST_TEST(servers->count(Side::store, "GET") == 4u);
  const auto last = servers->exchanges().back().head;
  BOOST_TEST(last.find("Range: bytes=40018-\r\n") != std::string::npos);
  BOOST_TEST(last.find("If-Unmodified-Since: Wed, 21 Oct 2015 07:28:00 GMT\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_number_of_resumes_is_limited_as_configured) {
  const auto cut = [](Exchange& exchange) {
    if (is_download(exchange)) exchange.cut_answer = 10;
  };
  BOOST_CHECK_THROW(run(cut, {}, [](Config& c) { c.files_ext.client_download_max_total_recovers = 2; }),
                    TransportError);
  BOOST_TEST(servers->count(Side::store, "GET") == 3u);
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(row_189_a_resume_that_is_answered_by_the_whole_file_skips_what_is_there) {
  run([&](Exchange& exchange) {
    if (!is_download(exchange)) return;
    if (exchange.number == 0) exchange.cut_answer = 12'345;
    if (exchange.number == 0) return;
    exchange.instead = test::plain_answer(200, bytes);
    exchange.instead->headers.set("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
  });
  BOOST_TEST(is_whole());
}

BOOST_AUTO_TEST_CASE(row_190_a_file_that_changed_before_the_resume_is_an_error) {
  BOOST_CHECK_THROW(run([&](Exchange& exchange) {
                      if (!is_download(exchange)) return;
                      exchange.cut_answer = 5'000;
                      if (exchange.number == 0) return;
                      servers->store.last_modified = "Thu, 22 Oct 2015 07:28:00 GMT";
                    }),
                    FileChanged);
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(row_192_ten_workers_fetch_their_ranges_from_the_store) {
  bytes = test::blob(20 * test::kPart);
  const auto result = run({}, {.use_parallel = true});
  BOOST_TEST(result.parts == 20);
  BOOST_TEST(is_whole());
  BOOST_TEST(servers->count(Side::store, "GET") == 20u);
  BOOST_TEST(servers->count(Side::api, "GET") == 0u);
  BOOST_TEST(servers->count(Side::api, "create-download-url") == 1u);
  BOOST_TEST(servers->count(Side::api, "HEAD") == 1u);
}

BOOST_AUTO_TEST_CASE(a_small_file_comes_as_one_stream) {
  bytes = test::blob(test::kLeast);
  run({}, {.use_parallel = true});
  BOOST_TEST(is_whole());
  BOOST_TEST(servers->count(Side::store, "GET") == 1u);
}

BOOST_AUTO_TEST_CASE(row_193_a_range_with_too_few_bytes_is_fetched_again) {
  run(
      [&](Exchange& exchange) {
        if (!is_download(exchange) || exchange.number != 3) return;
        const auto at = exchange.head.find("Range: bytes=") + 13;
        const auto from = std::strtoull(exchange.head.c_str() + at, nullptr, 10);
        exchange.instead = test::plain_answer(206, bytes.substr(from, 100));
        exchange.instead->headers.set("Content-Range",
                                      "bytes " + std::to_string(from) + '-' + std::to_string(from + 99) + "/95000");
        exchange.instead->headers.set("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
      },
      {.use_parallel = true});
  BOOST_TEST(is_whole());
}

BOOST_AUTO_TEST_CASE(expired_urls_are_renewed_and_shared) {
  for (const bool parallel : {false, true}) {
    run(
        [&](Exchange& exchange) {
          if (!is_download(exchange)) return;
          if (exchange.number == 0) exchange.cut_answer = 1'000;
          if (exchange.number == 1) servers->store.expire_urls();
        },
        {.use_parallel = parallel});
    BOOST_TEST(is_whole());
    BOOST_TEST(servers->count(Side::api, "GET") == 0u);
    BOOST_TEST(servers->count(Side::api, "create-download-url") == 2u);
  }
}

BOOST_AUTO_TEST_CASE(whatever_is_wrong_with_the_store_leads_to_the_service) {
  const auto answer = [](int status) {
    return [status](Exchange& exchange) {
      if (is_download(exchange)) exchange.instead = test::plain_answer(status);
    };
  };
  const StoreServers::Plan plans[] = {
      answer(403),
      answer(404),
      answer(500),
      answer(503),
      answer(302),
      answer(204),
      [](Exchange& exchange) {
        if (is_download(exchange)) exchange.cut_request = 0;  // hangs up
      },
      [](Exchange& exchange) {
        if (exchange.target.find("create-download-url") != std::string::npos)
          exchange.instead = test::plain_answer(500);
      },
      [](Exchange& exchange) {
        if (exchange.target.find("create-download-url") == std::string::npos) return;
        exchange.instead = test::plain_answer(
            200, "{\"url\":\"http://127.0.0.1:1/\",\"headers\":[{\"name\":\"range\",\"value\":\"bytes=0-1\"}]}");
        exchange.instead->headers.set("Content-Type", "application/json");
      },
      // In the middle: what the store gave is gone on with by the service, whose ETags are others.
      [](Exchange& exchange) {
        if (is_download(exchange) && exchange.number == 0) exchange.cut_answer = 33'333;
        if (is_download(exchange) && exchange.number > 0) exchange.instead = test::plain_answer(403);
      },
  };
  for (const bool parallel : {false, true}) {
    for (const auto& plan : plans) {
      run(plan, {.use_parallel = parallel});
      BOOST_TEST(is_whole());
      BOOST_TEST(servers->count(Side::api, "GET") >= 1u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_blocked_store_costs_three_attempts_and_no_hang) {
  servers = std::make_unique<StoreServers>(Cloud::aws);
  servers->store.put(test::kPath, bytes);
  servers->store.set_store_origin("http://127.0.0.1:1");
  test::client_of(servers->origin()).files.download_to(test::kPath, path("down"), {.use_parallel = true});
  BOOST_TEST(is_whole());
}

BOOST_AUTO_TEST_CASE(row_194_nothing_is_left_of_a_download_that_failed) {
  const auto no_file = [](Exchange& exchange) { exchange.instead = test::plain_answer(404); };
  BOOST_CHECK_THROW(run(no_file), NotFound);
  BOOST_TEST(files().empty());
  servers = std::make_unique<StoreServers>(Cloud::aws);
  const auto w = test::client_of(servers->origin());
  BOOST_CHECK_THROW(w.files.download_to(test::kPath, path("no/such/directory")), std::system_error);
  BOOST_CHECK_THROW(w.files.download_to(test::kPath, "/dev/full"), std::system_error);
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(row_195_a_file_that_is_there_is_an_error_before_any_request) {
  write("down", "old");
  BOOST_CHECK_THROW(run({}, {.overwrite = false}), std::system_error);
  BOOST_TEST(servers->exchanges().empty());
  BOOST_TEST(read("down") == "old");
  run({});
  BOOST_TEST(is_whole());
}

BOOST_AUTO_TEST_CASE(a_file_with_another_checksum_gets_no_name) {
  servers = std::make_unique<StoreServers>(Cloud::gcp);
  servers->store.put(test::kPath, bytes);
  servers->store.wrong_checksum = "AAAAAA==";
  const auto w = test::client_of(servers->origin());
  BOOST_CHECK_THROW(w.files.download_to(test::kPath, path("down")), UnexpectedResponse);
  BOOST_TEST(files().empty());
  BOOST_CHECK_THROW(w.files.download_stream(test::kPath, Sink::to_function([](std::string_view) {})),
                    UnexpectedResponse);
}

BOOST_AUTO_TEST_CASE(empty_files_are_files) {
  bytes.clear();
  for (const bool parallel : {false, true}) {
    BOOST_TEST(run({}, {.use_parallel = parallel}).bytes == 0u);
    BOOST_TEST(is_whole());
  }
}

BOOST_AUTO_TEST_CASE(ranges_of_a_file_come_as_they_are_asked_for) {
  const struct {
    std::uint64_t offset;
    std::optional<std::uint64_t> length;
  } cases[] = {{0, std::nullopt}, {0, 1}, {5, 10}, {94'999, 1}, {94'000, 50'000}, {50'000, std::nullopt}, {7, 0}};
  // Fine; a cut; a service that ignores ranges.
  const StoreServers::Plan plans[] = {
      {},
      [](Exchange& exchange) {
        if (is_download(exchange) && exchange.number == 0) exchange.cut_answer = 3;
      },
      [&](Exchange& exchange) {
        if (!is_download(exchange)) return;
        exchange.instead = test::plain_answer(200, bytes);
        exchange.instead->headers.set("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
      },
  };
  for (const auto& plan : plans) {
    for (const auto& row : cases) {
      StoreServers made(Cloud::aws, plan);
      made.store.put(test::kPath, bytes);
      auto config = test::config_of(made.origin());
      config.files_ext.client_download_streaming_chunk_size = 1000;
      std::string got;
      std::size_t longest = 0;
      const auto sink = Sink::to_function([&](std::string_view piece) {
        got += piece;
        longest = std::max(longest, piece.size());
      });
      const auto n = WorkspaceClient(config).files.download_stream(test::kPath, sink,
                                                                   {.offset = row.offset, .length = row.length});
      BOOST_TEST(got == bytes.substr(row.offset, row.length.value_or(bytes.size())));
      BOOST_TEST(n == got.size());
      BOOST_TEST(longest <= 1000u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_range_beyond_the_file_is_refused_by_the_service) {
  servers = std::make_unique<StoreServers>(Cloud::aws);
  servers->store.put(test::kPath, bytes);
  const auto w = test::client_of(servers->origin());
  BOOST_CHECK_THROW(
      w.files.download_stream(test::kPath, Sink::to_function([](std::string_view) {}), {.offset = test::kSize}),
      DatabricksError);
  BOOST_CHECK_THROW(w.files.download_stream(test::kPath, Sink::to_function([](std::string_view) {}),
                                            {.offset = 2, .length = UINT64_MAX}),
                    InvalidArgument);
}

BOOST_AUTO_TEST_CASE(options_of_downloads_without_sense_are_refused_before_anything_is_sent) {
  const DownloadToOptions wrong[] = {{.parallelism = 3},
                                     {.use_parallel = true, .parallelism = 0},
                                     {.use_parallel = true, .parallelism = 65},
                                     {.call = {.to = Sink::to_function([](std::string_view) {})}}};
  for (const auto& options : wrong) {
    BOOST_CHECK_THROW(run({}, options), InvalidArgument);
    BOOST_TEST(servers->exchanges().empty());
  }
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(a_download_that_was_kept_goes_on_in_the_next) {
  const auto cut = [](Exchange& exchange) {
    if (!is_download(exchange)) return;
    if (exchange.number == 0) exchange.cut_answer = 60'000;
    if (exchange.number > 0) exchange.instead = test::plain_answer(412);
  };
  const auto fail_all = [&](Exchange& exchange) {
    if (is_download(exchange) && exchange.number == 0) exchange.cut_answer = 60'000;
    if (is_download(exchange) && exchange.number > 0) exchange.cut_request = 0;
    if (exchange.side == Side::api && exchange.method == "GET") exchange.instead = test::plain_answer(500);
  };
  BOOST_CHECK_THROW(run(cut, {.resume = true}), FileChanged);
  BOOST_TEST(files().empty());
  // The same origin both times, as it is a part of the file's name.
  std::atomic<bool> broken = true;
  StoreServers same(Cloud::aws, [&](Exchange& exchange) {
    if (broken) fail_all(exchange);
  });
  same.store.put(test::kPath, bytes);
  const auto w = test::client_of(same.origin());
  BOOST_CHECK_THROW(w.files.download_to(test::kPath, path("down"), {.resume = true}), Error);
  BOOST_TEST(files() == "down.part down.part.state");
  broken = false;
  const auto result = w.files.download_to(test::kPath, path("down"), {.resume = true});
  BOOST_TEST(result.resumed_from == 60'000u);
  BOOST_TEST(is_whole());
}

BOOST_AUTO_TEST_SUITE_END()
