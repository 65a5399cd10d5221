// One stream into one file: what is left behind, whatever happens.
#include "downloads.hpp"

#include <sys/resource.h>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <thread>

namespace {

using namespace databricks;
using namespace std::chrono_literals;
using test::RangeReply;
using test::RangeServer;

constexpr std::uint64_t kSize = 300'000;

auto names(const std::string& path, std::errc code) {
  return [path, code](const std::system_error& error) {
    return std::string(error.what()).find(path) != std::string::npos && error.code() == code;
  };
}

// No file of this process may be longer while this lives.
struct FileSizeLimit {
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before);
    auto limited = before;
    limited.rlim_cur = bytes;
    handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limited);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
  }
  rlimit before{};
  void (*handler)(int) = nullptr;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(downloads, test::TemporaryDirectory)

BOOST_AUTO_TEST_CASE(a_file_comes_whole_and_alone) {
  RangeServer server(kSize);
  const auto result = download_to_file(test::client_of(server.origin()), "/file?x=1", path("file"));
  BOOST_TEST(result.bytes == kSize);
  BOOST_TEST(result.parts == 1);
  BOOST_TEST(result.resumed_from == 0u);
  BOOST_TEST((read("file") == RangeServer::bytes(0, kSize)));
  BOOST_TEST(files() == "file");
  BOOST_REQUIRE_EQUAL(server.requests().size(), 1u);
  const auto request = server.requests()[0];
  BOOST_TEST(request.starts_with("GET /file?x=1 HTTP/1.1\r\n"));
  BOOST_TEST(test::header_of(request, "Accept") == "application/octet-stream");
  BOOST_TEST(test::header_of(request, "Accept-Encoding") == "identity");
  BOOST_TEST(test::header_of(request, "Authorization") == "Bearer planted-secret");
  BOOST_TEST(test::header_of(request, "Range") == "");
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_a_file) {
  for (const int workers : {1, 4}) {
    RangeServer server(0);
    BOOST_TEST(download_to_file(test::client_of(server.origin()), "/file", path("file"),
                                {.workers = workers, .overwrite = true})
                   .bytes == 0u);
    BOOST_TEST(std::filesystem::file_size(path("file")) == 0u);
  }
}

BOOST_AUTO_TEST_CASE(a_file_of_unknown_size_comes_as_it_is) {
  for (const int workers : {1, 4}) {
    RangeServer server(kSize, [](RangeReply& reply) {
      reply.status = 200;
      reply.from = 0;
      reply.to = kSize;
      reply.content_range.clear();
      reply.chunked = true;
    });
    const auto result = download_to_file(test::client_of(server.origin()), "/file", path("file"),
                                         {.workers = workers, .part_bytes = 1000, .overwrite = true});
    BOOST_TEST(result.bytes == kSize);
    BOOST_TEST((read("file") == RangeServer::bytes(0, kSize)));
  }
}

BOOST_AUTO_TEST_CASE(row_195_a_file_that_is_there_is_kept_and_nothing_is_sent) {
  RangeServer server(kSize);
  const auto client = test::client_of(server.origin());
  std::ofstream(path("file")) << "precious";
  BOOST_CHECK_EXCEPTION(download_to_file(client, "/file", path("file")), std::system_error,
                        names(path("file"), std::errc::file_exists));
  BOOST_TEST(server.requests().empty());
  BOOST_TEST(read("file") == "precious");
  BOOST_TEST(files() == "file");
  download_to_file(client, "/file", path("file"), {.overwrite = true});
  BOOST_TEST(std::filesystem::file_size(path("file")) == kSize);
  BOOST_TEST(files() == "file");
}

BOOST_AUTO_TEST_CASE(row_194_no_directory_no_request) {
  RangeServer server(kSize);
  const auto client = test::client_of(server.origin());
  for (const bool resume : {false, true}) {
    BOOST_CHECK_EXCEPTION(download_to_file(client, "/file", path("none/file"), {.resume = resume}), std::system_error,
                          names(path("none/file"), std::errc::no_such_file_or_directory));
  }
  BOOST_CHECK_EXCEPTION(download_to_file(client, "/file", folder(), {.overwrite = true}), std::system_error,
                        names(folder(), std::errc::is_a_directory));
  BOOST_CHECK_EXCEPTION(download_to_file(client, "/file", "/dev/null", {.overwrite = true}), std::system_error,
                        names("/dev/null", std::errc::invalid_argument));
  BOOST_TEST(server.requests().empty());
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(row_194_a_full_disk_leaves_nothing) {
  RangeServer server(kSize);
  const auto client = test::client_of(server.origin());
  const FileSizeLimit limit(100'000);
  for (const int workers : {1, 3}) {
    BOOST_CHECK_EXCEPTION(download_to_file(client, "/file", path("file"), {.workers = workers, .part_bytes = 50'000}),
                          std::system_error, names(path("file"), std::errc::file_too_large));
    BOOST_TEST(files().empty());
  }
}

BOOST_AUTO_TEST_CASE(an_error_answer_leaves_nothing_and_its_body_is_no_file) {
  RangeServer server(100, [](RangeReply& reply) { reply.status = 404; });
  BOOST_CHECK_EXCEPTION(download_to_file(test::client_of(server.origin()), "/file", path("file")), DatabricksError,
                        [](const auto& error) { return error.status_code() == 404; });
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_are_refused_before_anything_happens) {
  RangeServer server(kSize);
  const auto client = test::client_of(server.origin());
  std::string text;
  const DownloadOptions bad[] = {
      {.workers = 0},
      {.workers = 257},
      {.part_bytes = 0},
      {.call = {.to = Sink::to_memory(text)}},
      {.call = {.headers = {{"range", "bytes=0-1"}}}},
      {.call = {.headers = {{"If-Unmodified-Since", "x"}}}},
      {.call = {.headers = {{"accept-encoding", "gzip"}}}},
  };
  for (const auto& options : bad) {
    BOOST_CHECK_THROW(download_to_file(client, "/file", path("file"), options), InvalidArgument);
  }
  BOOST_CHECK_THROW(download_to_file(client, "ftp://host/x", path("file")), InvalidArgument);
  BOOST_TEST(server.requests().empty());
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_CASE(progress_counts_up_to_the_size_and_its_exception_ends_the_download) {
  RangeServer server(kSize);
  const auto client = test::client_of(server.origin());
  for (const int workers : {1, 3}) {
    std::uint64_t last = 0;
    bool grows = true;
    const auto watch = [&](const Progress& progress) {
      grows = grows && progress.received > last && progress.to_receive == kSize;
      last = progress.received;
    };
    DownloadOptions options{.workers = workers, .part_bytes = 10'000, .overwrite = true};
    options.call.on_progress = watch;
    download_to_file(client, "/file", path("file"), options);
    BOOST_TEST(grows);
    BOOST_TEST(last == kSize);
    std::filesystem::remove(path("file"));
    options.call.on_progress = [](const Progress&) { throw std::domain_error("enough"); };
    BOOST_CHECK_THROW(download_to_file(client, "/file", path("file"), options), std::domain_error);
    BOOST_TEST(files().empty());
  }
}

BOOST_AUTO_TEST_CASE(headers_and_credentials_are_those_of_a_plain_call) {
  RangeServer own(kSize);
  RangeServer foreign(kSize);
  DownloadOptions options{.call = {.headers = {{"X-Custom", "value"}}}};
  download_to_file(test::client_of(own.origin()), foreign.origin() + "/file?signature=abc", path("file"), options);
  BOOST_TEST(own.requests().empty());
  const auto request = foreign.requests().at(0);
  BOOST_TEST(test::header_of(request, "X-Custom") == "value");
  BOOST_TEST(request.find("planted-secret") == request.npos);
}

BOOST_AUTO_TEST_CASE(row_196_a_stalled_download_can_be_cancelled) {
  RangeServer server(kSize, [](RangeReply& reply) { reply.stall = 20s; });
  std::stop_source stop;
  std::jthread later([&] {
    while (server.requests().empty()) std::this_thread::yield();
    std::this_thread::sleep_for(50ms);
    stop.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  BOOST_CHECK_THROW(
      download_to_file(test::client_of(server.origin()), "/file", path("file"), {.call = {.stop = stop.get_token()}}),
      CallCancelled);
  BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_SUITE_END()
