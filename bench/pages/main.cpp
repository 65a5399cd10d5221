// 100,000 jobs in 1,000 pages of some 330 KB: what reading the list costs with the SDK, with and without a page fetched
// ahead, beside a loop by hand. Each reader is a process of its own; they take turns, and the medians of ratios count.
#include "by_hand.hpp"
#include "forked_server.hpp"
#include "jobs.hpp"

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <vector>

namespace bench {

struct ListJobs {
  optional<int> limit{};
  Text page_token{};
};
BOOST_DESCRIBE_STRUCT(ListJobs, (), (limit, page_token))

struct Jobs : databricks::Service {
  databricks::Endpoint<"GET /api/2.2/jobs/list", ListJobs, Page,
                       databricks::Pages<Job, "jobs", databricks::Token<"page_token", "next_page_token">>>
      list_jobs{*this};
};

}  // namespace bench

namespace {

constexpr int kPages = 1000;
constexpr int kJobsPerPage = 100;
const std::string kToken = "dapi0123456789abcdef0123456789abcdef";
// As long as the token that a page is made with.
constexpr std::size_t kTokenSize = 28;

std::string with_head(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

// Made before the server's process begins.
std::string middle_page, last_page;
std::size_t token_at = 0;

void make_pages() {
  bench::Page page = bench::make_page(kJobsPerPage);
  const std::string token = *page.next_page_token;
  if (token.size() != kTokenSize) std::abort();
  middle_page = with_head(bench::service_text(page));
  token_at = middle_page.find(token);
  page.next_page_token = std::string();
  last_page = with_head(bench::service_text(page));
}

void serve(bench::Wire& wire) {
  std::string answer = middle_page;
  char buffer[16384];
  for (long size = 0; (size = wire.receive(buffer, sizeof buffer - 1)) > 0;) {
    buffer[size] = 0;
    const char* token = std::strstr(buffer, "page_token=");
    const int number = token == nullptr ? 0 : std::atoi(token + 11);
    char next[kTokenSize + 1];
    std::snprintf(next, sizeof next, "%0*d", static_cast<int>(kTokenSize), number + 1);
    answer.replace(token_at, kTokenSize, next);
    const std::string& sent = number + 1 == kPages ? last_page : answer;
    if (!wire.send(sent.data(), sent.size())) return;
  }
}

bench::Totals list_with_sdk(const std::string& origin, std::size_t ahead) {
  databricks::Config config;
  config.host = origin;
  config.token = kToken;
  config.environment = [](std::string_view) { return std::nullopt; };
  const bench::Jobs jobs{databricks::Client(config)};
  bench::Totals totals;
  for (const auto& job : jobs.list_jobs({.limit = kJobsPerPage}).prefetch(ahead)) {
    ++totals.jobs;
    totals.tasks += static_cast<std::int64_t>(job.settings->tasks.size());
    totals.text += static_cast<std::int64_t>(job.settings->name->size());
  }
  return totals;
}

bench::Totals by_hand(const std::string& origin) { return bench::list_by_hand(origin, kToken); }
bench::Totals sdk(const std::string& origin) { return list_with_sdk(origin, 0); }
bench::Totals sdk_ahead(const std::string& origin) { return list_with_sdk(origin, 1); }

struct Contender {
  const char* name;
  bench::Totals (*list)(const std::string& origin);
};
constexpr Contender kContenders[] = {
    {"libcurl, simdjson, structs by hand", by_hand}, {"the SDK", sdk}, {"the SDK, a page ahead", sdk_ahead}};

struct Measured {
  double cpu = 0;     // seconds
  double wall = 0;    // seconds
  double memory = 0;  // MB: the most that the process had beyond what it began with
  bool right = false;
};

double memory_mb(const char* what) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(what)) return std::atof(line.c_str() + std::strlen(what)) * 1024 / 1e6;
  }
  return 0;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Measured measure_here(const Contender& contender, const std::string& origin) {
  const double memory = memory_mb("VmRSS:"), cpu = cpu_seconds();
  const auto begin = std::chrono::steady_clock::now();
  const bench::Totals totals = contender.list(origin);
  Measured measured;
  measured.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  measured.cpu = cpu_seconds() - cpu;
  measured.memory = memory_mb("VmHWM:") - memory;
  measured.right = totals.jobs == kPages * kJobsPerPage && totals.tasks == 4 * totals.jobs && totals.text > 0;
  return measured;
}

Measured measure(const Contender& contender, const std::string& origin) {
  int report[2];
  if (pipe(report) != 0) std::abort();
  const pid_t process = fork();
  Measured measured;
  if (process == 0) {
    measured = measure_here(contender, origin);
    std::_Exit(write(report[1], &measured, sizeof measured) == sizeof measured ? 0 : 1);
  }
  ::close(report[1]);
  const bool told = read(report[0], &measured, sizeof measured) == sizeof measured;
  ::close(report[0]);
  waitpid(process, nullptr, 0);
  if (!told || !measured.right) std::abort();
  return measured;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

// Exits with 1 when a budget is missed.
int main() {
  constexpr std::size_t kRounds = 5;
  constexpr double kJobs = kPages * kJobsPerPage;
  make_pages();
  const bench::ForkedServer server(serve);
  std::vector<std::vector<Measured>> rounds(kRounds);
  for (auto& round : rounds) {
    for (const auto& contender : kContenders) round.push_back(measure(contender, server.origin()));
  }
  std::printf("%.0f jobs in %d pages, %.0f MB; budget: CPU <= 1.5x, memory <= 16 MB\n", kJobs, kPages,
              static_cast<double>(middle_page.size()) * kPages / 1e6);
  bool kept = true;
  for (std::size_t i = 0; i < std::size(kContenders); ++i) {
    std::vector<double> cpu, wall, cpu_us, wall_us, memory;
    for (const auto& round : rounds) {
      cpu.push_back(round[i].cpu / round[0].cpu);
      wall.push_back(round[i].wall / round[0].wall);
      cpu_us.push_back(round[i].cpu / kJobs * 1e6);
      wall_us.push_back(round[i].wall / kJobs * 1e6);
      memory.push_back(round[i].memory);
    }
    std::printf("  %-36s cpu %.2fx (%.1f us per job)  wall %.2fx (%.1f us per job)  memory +%.1f MB\n",
                kContenders[i].name, median(cpu), median(cpu_us), median(wall), median(wall_us), median(memory));
    kept = kept && median(cpu) <= 1.5 && median(memory) <= 16;
  }
  return kept ? 0 : 1;
}
