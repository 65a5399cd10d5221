// A long list takes the memory of one page: 100,000 jobs in 1,000 pages take what 1,000 jobs in 10 pages take. Each
// list is read by a process of its own, which counts the bytes it has allocated; the server is in this one.
#include "loopback.hpp"

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long long> live{0}, most{0};

void* counted(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  const long long now = live += static_cast<long long>(malloc_usable_size(block));
  long long before = most;
  while (before < now && !most.compare_exchange_weak(before, now)) {
  }
  return block;
}

}  // namespace

// Not inlined: g++ would see free() on what operator new gave.
[[gnu::noinline]] void* operator new(std::size_t size) { return counted(std::malloc(size)); }
[[gnu::noinline]] void operator delete(void* block) noexcept {
  live -= static_cast<long long>(malloc_usable_size(block));
  std::free(block);
}
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

namespace {

using namespace databricks;

struct JobTask {
  std::string task_key{};
  optional<std::string> description{};
  map<std::string> parameters{};
};
BOOST_DESCRIBE_STRUCT(JobTask, (), (task_key, description, parameters))
struct ListedJob {
  optional<std::int64_t> job_id{};
  optional<std::string> name{};
  list<JobTask> tasks{};
};
BOOST_DESCRIBE_STRUCT(ListedJob, (), (job_id, name, tasks))
struct ListJobs {
  optional<std::string> page_token{};
};
BOOST_DESCRIBE_STRUCT(ListJobs, (), (page_token))
struct JobPage {
  list<ListedJob> jobs{};
  optional<std::string> next_page_token{};
};
BOOST_DESCRIBE_STRUCT(JobPage, (), (jobs, next_page_token))

struct Reading {
  int pages;
  std::size_t ahead;
};
struct Report {
  long long items = 0;
  long long most = 0;
};

struct Jobs : Service {
  Endpoint<"GET /jobs", ListJobs, JobPage, Pages<ListedJob, "jobs", Token<"page_token", "next_page_token">>> list_jobs{
      *this};
};

constexpr int kJobsPerPage = 100;

// Token N of M: `M.N`.
std::string page_text(const std::string& jobs, int pages, int number) {
  std::string text = "{\"jobs\":[" + jobs + "]";
  if (number + 1 < pages) {
    text += ",\"next_page_token\":\"" + std::to_string(pages) + "." + std::to_string(number + 1) + "\"";
  }
  return text + "}";
}

std::string jobs_text() {
  std::string text;
  for (int i = 0; i < kJobsPerPage; ++i) {
    text += i > 0 ? "," : "";
    text += "{\"job_id\":" + std::to_string(812'345'678 + i) + ",\"name\":\"Nightly orders of region " +
            std::to_string(i) + "\",\"tasks\":[";
    for (int task = 0; task < 3; ++task) {
      text += task > 0 ? "," : "";
      text += R"({"task_key":"load","description":"Loads the orders and joins them with all the customers there are",)"
              R"("parameters":{"date":"{{job.start_time}}","region":"eu-west-1","mode":"append to what is there"}})";
    }
    text += "]}";
  }
  return text;
}

// In a child, from before the server has threads: it waits for the port, reads the list and reports.
Report read_list(const Reading& reading, int port) {
  Config config;
  config.host = "http://127.0.0.1:" + std::to_string(port);
  config.token = "planted-token";
  config.environment = [](std::string_view) { return std::nullopt; };
  const Jobs jobs{Client(config)};
  Report report;
  auto range = jobs.list_jobs({.page_token = std::to_string(reading.pages) + ".0"});
  for (const auto& job : range.prefetch(reading.ahead)) {
    // At the first pages a page ahead gets the time to come, so that the most there can be is seen in short lists, too.
    const bool waits = reading.ahead > 0 && report.items < 5 * kJobsPerPage && report.items % kJobsPerPage == 0;
    if (waits) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    report.items += job.tasks.size() == 3 ? 1 : 0;
  }
  report.most = most;
  return report;
}

class Child {
 public:
  explicit Child(const Reading& reading) : reading_(reading) {
    if (pipe(orders_) != 0 || pipe(reports_) != 0) std::abort();
    process_ = fork();
    if (process_ == 0) work();
  }
  Report run(int port) {
    Report report;
    if (write(orders_[1], &port, sizeof port) != sizeof port) std::abort();
    if (read(reports_[0], &report, sizeof report) != sizeof report) std::abort();
    waitpid(process_, nullptr, 0);
    return report;
  }

 private:
  [[noreturn]] void work() {
    int port = 0;
    if (read(orders_[0], &port, sizeof port) != sizeof port) std::_Exit(1);
    const Report report = read_list(reading_, port);
    const bool told = write(reports_[1], &report, sizeof report) == sizeof report;
    std::_Exit(told ? 0 : 1);
  }

  Reading reading_;
  int orders_[2]{}, reports_[2]{};
  pid_t process_ = 0;
};

void serve(test::Peer& peer) {
  static const std::string jobs = jobs_text();
  for (auto request = peer.read_request(); !request.empty(); request = peer.read_request()) {
    const auto token = request.find("page_token=") + 11;
    const int pages = std::atoi(request.c_str() + token);
    const int number = std::atoi(request.c_str() + request.find('.', token) + 1);
    peer.send(test::answer(page_text(jobs, pages, number), "Content-Type: application/json\r\n"));
  }
}

bool is_flat(const char* what, const Report& little, const Report& much) {
  const double ratio = static_cast<double>(much.most) / static_cast<double>(little.most);
  std::printf("%s: %lld jobs at most %lld bytes, %lld jobs %lld bytes: %.3f\n", what, little.items, little.most,
              much.items, much.most, ratio);
  return little.items == 10 * kJobsPerPage && much.items == 1000 * kJobsPerPage && ratio <= 1.1;
}

}  // namespace

int main() {
  Child children[] = {Child({10, 0}), Child({1000, 0}), Child({10, 1}), Child({1000, 1})};
  const test::LoopbackServer server(serve);
  Report reports[4];
  for (int i = 0; i < 4; ++i) reports[i] = children[i].run(server.port());
  const bool plain = is_flat("page by page", reports[0], reports[1]);
  const bool ahead = is_flat("one page ahead", reports[2], reports[3]);
  return plain && ahead ? 0 : 1;
}
