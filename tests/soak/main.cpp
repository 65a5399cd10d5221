// One client, many threads, and a server that fails a fifth of the time. Arguments: seconds (60 when left out).
#define BOOST_TEST_NO_MAIN
#define BOOST_TEST_ALTERNATIVE_INIT_API
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdlib>
#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "flaky_server.hpp"

using namespace databricks;
using namespace std::chrono_literals;

namespace soak {

struct CreateTask {
  std::int64_t id{};
};
struct GetTask {
  std::int64_t id{};
};
struct Task {
  std::int64_t id{};
  std::string text{};
};
BOOST_DESCRIBE_STRUCT(CreateTask, (), (id))
BOOST_DESCRIBE_STRUCT(GetTask, (), (id))
BOOST_DESCRIBE_STRUCT(Task, (), (id, text))

struct Tasks : Service {
  Endpoint<"POST /api/2.0/tasks/create", CreateTask, Task> create{*this};
  Endpoint<"GET /api/2.0/tasks/get", GetTask, Task> get{*this};
};

}  // namespace soak

namespace {

int seconds = 60;

constexpr int kThreads = 32;
constexpr std::size_t kMostTasks = std::size_t{1} << 23;

// Pauses between attempts are cut short, so that a minute holds many of them.
struct HastyClock : Clock {
  bool sleep(duration, const std::stop_token& stop) override { return Clock::sleep(1ms, stop); }
};

struct Counts {
  std::atomic<std::uint64_t> next_id = 0;
  std::atomic<std::uint64_t> answered = 0;
  std::atomic<std::uint64_t> unknown = 0;  // creations whose outcome the client could not learn, and said so
  std::atomic<std::uint64_t> wrong = 0;
};

bool is_right(const soak::Task& task, std::uint64_t id) {
  return task.id == static_cast<std::int64_t>(id) && task.text == test::task_text(id);
}

void create_one(const soak::Tasks& tasks, const test::FlakyServer& server, Counts& counts) {
  const auto id = counts.next_id++;
  try {
    const auto task = tasks.create({static_cast<std::int64_t>(id)});
    if (!is_right(task, id) || server.times_done(id) != 1) ++counts.wrong;
    ++counts.answered;
  } catch (const TransportError& error) {
    // Lost after it was sent: maybe done, but certainly not twice, and the error says which.
    const bool honest = error.outcome_unknown() || error.fault() == TransportFault::incomplete;
    if (!honest || server.times_done(id) > 1) ++counts.wrong;
    ++counts.unknown;
  }
}

void get_one(const soak::Tasks& tasks, Counts& counts) {
  const auto id = counts.next_id++;
  if (!is_right(tasks.get({static_cast<std::int64_t>(id)}), id)) ++counts.wrong;
  ++counts.answered;
}

void hammer(const soak::Tasks& tasks, const test::FlakyServer& server, Counts& counts,
            std::chrono::steady_clock::time_point until) {
  while (std::chrono::steady_clock::now() < until && counts.next_id < kMostTasks - kThreads) {
    try {
      create_one(tasks, server, counts);
      get_one(tasks, counts);
    } catch (const std::exception& error) {
      ++counts.wrong;
      BOOST_TEST_MESSAGE(error.what());
    }
  }
}

std::size_t open_descriptors() {
  std::size_t n = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++n;
  return n;
}

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  double total = 0, resident = 0;
  statm >> total >> resident;
  return resident * 4096 / (1 << 20);
}

}  // namespace

BOOST_AUTO_TEST_CASE(no_reply_is_lost_doubled_or_mixed_up_and_nothing_grows) {
  test::FlakyServer server(kMostTasks);
  Counts counts;
  double memory_early = 0;
  {
    const Client client({.host = server.origin(),
                         .token = "planted-secret",
                         .max_connections_per_pool = 16,
                         .clock = std::make_shared<HastyClock>(),
                         .environment = [](std::string_view) { return std::nullopt; }});
    const soak::Tasks tasks{client};
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::jthread> callers;
    for (int i = 0; i < kThreads; ++i) {
      callers.emplace_back([&] { hammer(tasks, server, counts, start + std::chrono::seconds(seconds)); });
    }
    std::this_thread::sleep_for(std::chrono::seconds(seconds) / 4);
    memory_early = resident_mib();
    callers.clear();
  }
  BOOST_TEST_MESSAGE(counts.answered << " answered, " << counts.unknown << " unknown, " << server.requests()
                                     << " requests, " << server.faults() << " faults, memory " << memory_early
                                     << " MiB after a quarter, " << resident_mib() << " MiB at the end");
  BOOST_TEST(counts.wrong == 0u);
  BOOST_TEST(counts.answered > counts.unknown * 5);
  BOOST_TEST(counts.next_id == counts.answered + counts.unknown);
  BOOST_TEST(server.faults() * 4 > server.requests() / 2);  // the server did its part
  BOOST_TEST(server.most_connections() <= 3 * 16);          // closed ones are noticed by the server a bit later
  while (server.connections() > 0) std::this_thread::yield();
  BOOST_TEST(open_descriptors() < 16u);
  BOOST_TEST(resident_mib() < memory_early + 24);  // what the server's counters touch included
}

int main(int argc, char** argv) {
  if (argc > 1 && std::atoi(argv[1]) > 0) {
    seconds = std::atoi(argv[1]);
    --argc;
    ++argv;
  }
  return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
