// Every request of every protocol, and everything that can become of it: the file is there whole, or not at all.
#include "files_fixture.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace {

using namespace databricks;
using namespace std::chrono_literals;
using ext::UploadOptions;
using ext::UploadProtocol;
using test::Cloud;
using test::Exchange;
using test::Side;
using test::StoreServers;

struct Harm {
  const char* name;
  void (*apply)(Exchange&);
};

void answer(Exchange& exchange, int status) { exchange.instead = test::plain_answer(status); }

constexpr Harm kHarms[] = {
    {"cut in the request", [](Exchange& e) { e.cut_request = 10; }},
    {"answer lost", [](Exchange& e) { e.lose_answer = true; }},
    {"answer cut", [](Exchange& e) { e.cut_answer = 5; }},
    {"400", [](Exchange& e) { answer(e, 400); }},
    {"401", [](Exchange& e) { answer(e, 401); }},
    {"403", [](Exchange& e) { answer(e, 403); }},
    {"404", [](Exchange& e) { answer(e, 404); }},
    {"408", [](Exchange& e) { answer(e, 408); }},
    {"429", [](Exchange& e) { answer(e, 429); }},
    {"500", [](Exchange& e) { answer(e, 500); }},
    {"503", [](Exchange& e) { answer(e, 503); }},
    {"expired",
     [](Exchange& e) {
       e.instead =
           test::plain_answer(403, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
     }},
    {"302", [](Exchange& e) { answer(e, 302); }},
};

// Whether this is the n-th request, counted over both sides.
struct Nth {
  int wanted;
  std::shared_ptr<std::atomic<int>> seen = std::make_shared<std::atomic<int>>(0);
  bool operator()() const { return (*seen)++ == wanted; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(interruptions, test::TemporaryDirectory)

BOOST_AUTO_TEST_CASE(every_request_of_an_upload_may_go_wrong_once) {
  constexpr std::size_t kSmall = 35'000;  // four parts
  const auto bytes = test::blob(kSmall);
  int whole = 0;
  int failed = 0;
  for (const auto cloud : {Cloud::aws, Cloud::azure, Cloud::gcp}) {
    for (const auto& harm : kHarms) {
      for (int n = 0; n < 12; ++n) {
        const Nth is_nth{n};
        StoreServers servers(cloud, [&](Exchange& exchange) {
          if (is_nth()) harm.apply(exchange);
        });
        const auto w = test::client_of(servers.origin());
        BOOST_TEST_CONTEXT(harm.name << " to request " << n << " of cloud " << static_cast<int>(cloud)) {
          try {
            const auto result = w.files.upload(test::kPath, Source(bytes), UploadOptions{.use_parallel = n % 2 == 0});
            BOOST_TEST(result.bytes == kSmall);
            BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
            ++whole;
          } catch (const Error&) {
            // What was done although the answer was lost is done; nothing else may be there.
            const auto file = servers.store.file(test::kPath);
            BOOST_TEST((!file || *file == bytes));
            ++failed;
          }
        }
      }
    }
  }
  BOOST_TEST(whole > 2 * failed);
  BOOST_TEST(failed > 0);
}

BOOST_AUTO_TEST_CASE(every_request_of_a_download_may_go_wrong_once) {
  const auto bytes = test::blob(test::kSize);
  for (const bool parallel : {false, true}) {
    for (const auto& harm : kHarms) {
      for (int n = 0; n < 6; ++n) {
        const Nth is_nth{n};
        StoreServers servers(Cloud::aws, [&](Exchange& exchange) {
          if (is_nth()) harm.apply(exchange);
        });
        servers.store.put(test::kPath, bytes);
        const auto w = test::client_of(servers.origin());
        BOOST_TEST_CONTEXT(harm.name << " to request " << n << (parallel ? ", parallel" : "")) {
          try {
            w.files.download_to(test::kPath, path("down"), {.use_parallel = parallel});
            BOOST_TEST(read("down") == bytes);
          } catch (const Error&) {
            BOOST_TEST(files().empty());
          }
          std::filesystem::remove(path("down"));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(row_196_a_cancelled_upload_ends_at_once_and_is_aborted) {
  for (const auto cloud : {Cloud::aws, Cloud::gcp}) {
    std::atomic<int> stalled = 0;
    StoreServers servers(cloud, [&](Exchange& exchange) {
      const bool is_first = exchange.number == 0;
      if (exchange.side != Side::store || exchange.method != "PUT" || is_first) return;
      ++stalled;
      exchange.pause = 20s;
    });
    const auto w = test::client_of(servers.origin());
    std::stop_source stop;
    std::chrono::steady_clock::time_point cancelled;
    const int workers = cloud == Cloud::gcp ? 1 : 4;
    std::jthread later([&] {
      while (stalled < workers) std::this_thread::sleep_for(1ms);
      cancelled = std::chrono::steady_clock::now();
      stop.request_stop();
    });
    const UploadOptions options{.call = {.stop = stop.get_token()}};
    BOOST_CHECK_THROW(w.files.upload(test::kPath, Source(test::blob(test::kSize)), options), CallCancelled);
    const auto took = std::chrono::steady_clock::now() - cancelled;
    later.join();
    BOOST_TEST((took < 1s));
    BOOST_TEST(servers.store.aborted_sessions() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(a_cancelled_upload_does_not_wait_for_a_service_that_does_not_abort_it) {
  std::stop_source stop;
  StoreServers servers(Cloud::aws, [&](Exchange& exchange) {
    if (exchange.side == Side::store && exchange.number == 2) stop.request_stop();
    if (exchange.target.find("create-abort") != std::string::npos) exchange.pause = 20s;
  });
  auto config = test::config_of(servers.origin());
  config.clock = std::make_shared<Clock>();
  const auto start = std::chrono::steady_clock::now();
  const UploadOptions options{.call = {.stop = stop.get_token()}};
  BOOST_CHECK_THROW(WorkspaceClient(config).files.upload(test::kPath, Source(test::blob(test::kSize)), options),
                    CallCancelled);
  BOOST_TEST((std::chrono::steady_clock::now() - start < 10s));
}

BOOST_AUTO_TEST_CASE(an_upload_has_its_time_limit_in_all) {
  StoreServers servers(Cloud::aws, [&](Exchange& exchange) {
    if (exchange.side == Side::store && exchange.number > 2) exchange.instead = test::plain_answer(503);
  });
  const auto w = test::client_of(servers.origin());
  const UploadOptions options{.call = {.timeout = 500ms}};
  BOOST_CHECK_THROW(w.files.upload(test::kPath, Source(test::blob(test::kSize)), options), Error);
  BOOST_TEST(!servers.store.file(test::kPath).has_value());
}

BOOST_AUTO_TEST_CASE(an_upload_that_failed_goes_on_where_it_was) {
  const auto bytes = test::blob(test::kSize);
  const auto file = write("local", bytes);
  for (const auto cloud : {Cloud::aws, Cloud::azure, Cloud::gcp}) {
    for (int n = 1; n < 9; ++n) {
      std::atomic<bool> broken = true;
      StoreServers servers(cloud, [&](Exchange& exchange) {
        if (broken && exchange.side == Side::store && exchange.number >= n) exchange.cut_request = 10;
      });
      const auto w = test::client_of(servers.origin());
      const UploadOptions options{.use_parallel = false, .state_file = path("state")};
      BOOST_CHECK_THROW(w.files.upload_from(test::kPath, file, options), TransportError);
      BOOST_TEST(std::filesystem::exists(path("state")));
      const auto mode = std::filesystem::status(path("state")).permissions();
      BOOST_CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
      BOOST_TEST(servers.store.aborted_sessions() == 0u);
      broken = false;
      const auto result = w.files.upload_from(test::kPath, file, options);
      BOOST_TEST(result.resumed_from == static_cast<std::uint64_t>(n) * test::kPart);
      BOOST_TEST(result.parts == 10 - n);
      BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
      BOOST_TEST(files() == "local");
    }
  }
}

BOOST_AUTO_TEST_CASE(an_upload_goes_on_when_its_process_was_killed) {
  const auto bytes = test::blob(test::kSize);
  const auto file = write("local", bytes);
  for (const auto cloud : {Cloud::aws, Cloud::gcp}) {
    std::atomic<pid_t> child = 0;
    StoreServers servers(cloud, [&](Exchange& exchange) {
      if (exchange.side != Side::store || exchange.number != 5 || child <= 0) return;
      ::kill(child, SIGKILL);
      exchange.cut_request = 0;
    });
    const UploadOptions options{.state_file = path("state")};
    const pid_t process = fork();
    if (process == 0) {
      // Its parent may see the fifth part before it knows the number: half a second for that.
      std::this_thread::sleep_for(100ms);
      test::client_of(servers.origin()).files.upload_from(test::kPath, file, options);
      ::_exit(0);
    }
    child = process;
    int status = 0;
    ::waitpid(process, &status, 0);
    BOOST_TEST(WIFSIGNALED(status));
    BOOST_TEST(std::filesystem::exists(path("state")));
    const auto result = test::client_of(servers.origin()).files.upload_from(test::kPath, file, options);
    BOOST_TEST(result.resumed_from > 0u);
    BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
    BOOST_TEST(!std::filesystem::exists(path("state")));
  }
}

BOOST_AUTO_TEST_CASE(an_upload_begins_anew_when_going_on_makes_no_sense) {
  const auto bytes = test::blob(test::kSize);
  enum class Change { session, file, target, state };
  for (const auto cloud : {Cloud::aws, Cloud::gcp}) {
    for (const auto change : {Change::session, Change::file, Change::target, Change::state}) {
      const auto file = write("local", bytes);
      std::atomic<bool> broken = true;
      StoreServers servers(cloud, [&](Exchange& exchange) {
        if (broken && exchange.side == Side::store && exchange.number >= 3) exchange.cut_request = 10;
      });
      const auto w = test::client_of(servers.origin());
      const UploadOptions options{.state_file = path("state")};
      BOOST_CHECK_THROW(w.files.upload_from(test::kPath, file, options), TransportError);
      broken = false;
      auto expected = bytes;
      auto target = test::kPath;
      if (change == Change::session) servers.store.forget_sessions();
      if (change == Change::file) write("local", expected = test::blob(test::kSize - 1));
      if (change == Change::target) target += "2";
      if (change == Change::state) write("state", read("state").substr(0, 50));
      const auto result = w.files.upload_from(target, file, options);
      BOOST_TEST(result.resumed_from == 0u);
      BOOST_TEST(test::is_same(servers.store.file(target), expected));
      BOOST_TEST(files() == "local");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_while_it_is_uploaded_is_an_error) {
  for (const auto cloud : {Cloud::aws, Cloud::gcp}) {
    const auto file = write("local", test::blob(test::kSize));
    StoreServers servers(cloud, [&](Exchange& exchange) {
      if (exchange.side == Side::store && exchange.number == 4) write("local", test::blob(test::kSize + 1));
    });
    const auto w = test::client_of(servers.origin());
    BOOST_CHECK_THROW(w.files.upload_from(test::kPath, file, UploadOptions{.use_parallel = false}), InvalidArgument);
    BOOST_TEST(!servers.store.file(test::kPath).has_value());
    BOOST_TEST(servers.store.aborted_sessions() == 1u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
