// Parts side by side.
#include "downloads.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <thread>

namespace {

using namespace databricks;
using namespace std::chrono_literals;
using test::RangeReply;
using test::RangeServer;

constexpr std::uint64_t kPart = 100'000;
constexpr std::uint64_t kSize = 1'950'000;  // 20 parts, the last one shorter

struct Parallel : test::TemporaryDirectory {
  DownloadResult run(std::function<void(RangeReply&)> change, int workers = 10) {
    RangeServer server(kSize, std::move(change));
    const auto result = download_to_file(test::client_of(server.origin()), "/file", path("file"),
                                         {.workers = workers, .part_bytes = kPart, .overwrite = true});
    requests = server.requests().size();
    ranges.clear();
    for (const auto& request : server.requests()) ranges.insert(test::header_of(request, "Range"));
    return result;
  }
  bool is_whole() const { return files() == "file" && read("file") == RangeServer::bytes(0, kSize); }

  std::size_t requests = 0;
  std::set<std::string> ranges;
};

std::size_t resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10);
  }
  return 0;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(parallel, Parallel)

BOOST_AUTO_TEST_CASE(row_192_ten_workers_fetch_twenty_ranges) {
  const auto result = run({});
  BOOST_TEST(result.parts == 20);
  BOOST_TEST(result.bytes == kSize);
  BOOST_TEST(is_whole());
  BOOST_TEST(requests == 20u);
  BOOST_TEST(ranges.size() == 20u);
  BOOST_TEST(ranges.count("bytes=0-99999") == 1u);
  BOOST_TEST(ranges.count("bytes=1900000-") == 1u);
}

BOOST_AUTO_TEST_CASE(a_file_of_one_part_takes_one_request) {
  RangeServer server(kPart - 1);
  const auto result =
      download_to_file(test::client_of(server.origin()), "/file", path("file"), {.workers = 10, .part_bytes = kPart});
  BOOST_TEST(result.parts == 1);
  BOOST_TEST(result.bytes == kPart - 1);
  BOOST_TEST(server.requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_service_that_ignores_ranges_is_read_as_one_stream) {
  const auto result = run([](RangeReply& reply) {
    reply.status = 200;
    reply.from = 0;
    reply.to = kSize;
    reply.content_range.clear();
  });
  BOOST_TEST(result.parts == 1);
  BOOST_TEST(requests == 1u);
  BOOST_TEST(is_whole());
}

BOOST_AUTO_TEST_CASE(a_service_without_versions_or_size_is_read_as_one_stream) {
  const std::function<void(RangeReply&)> changes[] = {
      [](RangeReply& reply) { reply.etag.clear(), reply.last_modified.clear(); },
      [](RangeReply& reply) {
        if (reply.status == 206) reply.content_range = "bytes 0-99999/*";
      },
  };
  for (const auto& change : changes) {
    BOOST_TEST(run(change).parts == 1);
    BOOST_TEST(requests == 2u);
    BOOST_TEST(is_whole());
  }
}

BOOST_AUTO_TEST_CASE(row_193_a_range_with_too_few_bytes_is_fetched_again) {
  run([](RangeReply& reply) {
    if (reply.number % 3 != 1) return;
    reply.to -= (reply.to - reply.from) / 2;
    reply.content_range = "bytes " + std::to_string(reply.from) + '-' + std::to_string(reply.to - 1) + "/1950000";
  });
  BOOST_TEST(is_whole());
  BOOST_TEST(requests > 20u);
}

BOOST_AUTO_TEST_CASE(broken_and_refused_parts_are_repeated_on_their_own) {
  run([](RangeReply& reply) {
    if (reply.number % 4 == 1) reply.cut_after = 12'345;
    if (reply.number % 4 == 3) {
      reply.status = 503;
      reply.to = reply.from;
    }
  });
  BOOST_TEST(is_whole());
  BOOST_TEST(requests > 26u);
}

BOOST_AUTO_TEST_CASE(a_part_answered_by_the_whole_file_gives_its_bytes) {
  run([](RangeReply& reply) {
    if (reply.number != 7) return;
    reply.status = 200;
    reply.from = 0;
    reply.to = kSize;
    reply.content_range.clear();
  });
  BOOST_TEST(is_whole());
}

BOOST_AUTO_TEST_CASE(row_190_a_part_of_another_file_is_an_error) {
  BOOST_CHECK_THROW(run([](RangeReply& reply) {
                      if (reply.number > 8) reply.etag = "\"two\"";
                    }),
                    FileChanged);
  BOOST_TEST(files().empty());
  BOOST_CHECK_THROW(run([](RangeReply& reply) {
                      if (reply.number < 8) return;
                      reply.status = 412;
                      reply.to = reply.from;
                    }),
                    FileChanged);
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(the_first_error_ends_all_workers) {
  const auto start = std::chrono::steady_clock::now();
  BOOST_CHECK_EXCEPTION(run([](RangeReply& reply) {
                          if (reply.number == 5) {
                            reply.status = 403;
                            reply.to = reply.from;
                          } else if (reply.number > 0) {
                            reply.stall = 20s;
                          }
                        }),
                        DatabricksError, [](const auto& error) { return error.status_code() == 403; });
  BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(row_196_cancelling_ends_all_workers) {
  std::atomic<int> stalled = 0;
  RangeServer server(kSize, [&](RangeReply& reply) {
    if (reply.number == 0) return;
    ++stalled;
    reply.stall = 20s;
  });
  std::stop_source stop;
  std::chrono::steady_clock::time_point cancelled;
  std::jthread later([&] {
    while (stalled < 10) std::this_thread::yield();
    std::this_thread::sleep_for(50ms);
    cancelled = std::chrono::steady_clock::now();
    stop.request_stop();
  });
  BOOST_CHECK_THROW(download_to_file(test::client_of(server.origin()), "/file", path("file"),
                                     {.workers = 10, .part_bytes = kPart, .call = {.stop = stop.get_token()}}),
                    CallCancelled);
  later.join();
  BOOST_TEST((std::chrono::steady_clock::now() - cancelled < 1s));
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(row_191_a_big_download_takes_little_memory) {
  constexpr std::uint64_t kBig = std::uint64_t{200} << 20;
  RangeServer server(kBig);
  const auto before = resident_kib();
  for (const int workers : {1, 4}) {
    download_to_file(test::client_of(server.origin()), "/file", path("file"),
                     {.workers = workers, .part_bytes = std::uint64_t{10} << 20, .overwrite = true});
    BOOST_TEST(std::filesystem::file_size(path("file")) == kBig);
  }
  BOOST_TEST(resident_kib() - before < 32u * 1024);
}

BOOST_AUTO_TEST_SUITE_END()
