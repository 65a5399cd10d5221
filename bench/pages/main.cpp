// 100,000 jobs in 1,000 pages of some 330 KB: what reading the list costs with the SDK, with and without a page fetched
// ahead, beside a loop by hand. Each reader is a process of its own; they take turns, and the medians of ratios count.
#include "by_hand.hpp"
#include "cost.hpp"
#include "forked_server.hpp"
#include "jobs.hpp"

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
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

// Whether all was read.
bool reads_all(const Contender& contender, const std::string& origin) {
  const bench::Totals totals = contender.list(origin);
  return totals.jobs == kPages * kJobsPerPage && totals.tasks == 4 * totals.jobs && totals.text > 0;
}

}  // namespace

// Exits with 1 when a budget is missed.
int main() {
  using bench::median;
  constexpr std::size_t kRounds = 5;
  constexpr double kJobs = kPages * kJobsPerPage;
  make_pages();
  const bench::ForkedServer server(serve);
  std::vector<std::vector<bench::Cost>> rounds(kRounds);
  for (auto& round : rounds) {
    for (const auto& contender : kContenders) {
      round.push_back(bench::cost_of([&] { return reads_all(contender, server.origin()); }));
    }
  }
  std::printf("%.0f jobs in %d pages, %.0f MB; budget: CPU <= 1.5x, memory <= 16 MB\n", kJobs, kPages,
              static_cast<double>(middle_page.size()) * kPages / 1e6);
  bool kept = true;
  for (std::size_t i = 0; i < std::size(kContenders); ++i) {
    std::vector<double> cpu, wall, cpu_us, wall_us, memory;
    for (const auto& round : rounds) {
      cpu.push_back(round[i].cpu_seconds / round[0].cpu_seconds);
      wall.push_back(round[i].seconds / round[0].seconds);
      cpu_us.push_back(round[i].cpu_seconds / kJobs * 1e6);
      wall_us.push_back(round[i].seconds / kJobs * 1e6);
      memory.push_back(round[i].memory / 1e6);
    }
    std::printf("  %-36s cpu %.2fx (%.1f us per job)  wall %.2fx (%.1f us per job)  memory +%.1f MB\n",
                kContenders[i].name, median(cpu), median(cpu_us), median(wall), median(wall_us), median(memory));
    kept = kept && median(cpu) <= 1.5 && median(memory) <= 16;
  }
  return kept ? 0 : 1;
}
