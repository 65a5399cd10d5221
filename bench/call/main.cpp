// What a call through the transport costs beside the same call through plain cpp-httplib, in one run. Arguments: a
// PEM file with certificate and key adds the TLS rows.
#include <httplib.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <databricks/http.hpp>
#include <functional>
#include <thread>
#include <vector>

#include "echo_server.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Call = std::function<bool()>;
using MakeCall = std::function<Call()>;  // once per thread

const std::string kPath = "/api/2.1/clusters/list?page_size=20";
const std::string kToken = "Bearer dapi0123456789abcdef0123456789abcdef";
const std::string kAgent = "databricks-sdk-cpp/0.1.0 cpp/20 os/linux auth/pat";

struct Measured {
  double cpu_us = 0;  // per call
  double p50_us = 0;
  double calls_per_second = 0;
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Measured measure(const MakeCall& make, int threads, int calls) {
  std::vector<std::vector<double>> times(static_cast<std::size_t>(threads));
  std::atomic<int> ready = 0;
  std::atomic<bool> go = false;
  std::vector<std::thread> callers;
  for (auto& mine : times) {
    callers.emplace_back([&] {
      const auto call = make();
      for (int i = 0; i < 20; ++i) call();
      mine.reserve(static_cast<std::size_t>(calls));
      ++ready;
      while (!go) std::this_thread::yield();
      for (int i = 0; i < calls; ++i) {
        const auto start = Clock::now();
        if (!call()) std::abort();
        mine.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
      }
    });
  }
  while (ready < threads) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const double cpu = cpu_seconds();
  const auto start = Clock::now();
  go = true;
  for (auto& caller : callers) caller.join();
  const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
  const double n = static_cast<double>(threads) * calls;
  std::vector<double> all;
  for (const auto& mine : times) all.insert(all.end(), mine.begin(), mine.end());
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  return {(cpu_seconds() - cpu) / n * 1e6, all[all.size() / 2], n / elapsed};
}

MakeCall raw_calls(const std::string& origin) {
  return [origin]() -> Call {
    auto client = std::make_shared<httplib::Client>(origin);
    client->set_keep_alive(true);
    client->set_tcp_nodelay(true);
    client->enable_server_certificate_verification(false);
    return [client] {
      const httplib::Headers headers{{"Authorization", kToken}, {"User-Agent", kAgent}, {"Accept", "application/json"}};
      const auto got = client->Get(kPath, headers);
      return got && got->status == 200 && got->body.size() == 60;
    };
  };
}

MakeCall our_calls(const std::string& origin) {
  auto transport = databricks::http_transport({.tls = {.skip_verify = true}});
  return [origin, transport]() -> Call {
    return [origin, transport] {
      databricks::HttpRequest request{.method = "GET", .origin = origin, .target = kPath};
      request.headers.set("Authorization", kToken);
      request.headers.set("User-Agent", kAgent);
      request.headers.set("Accept", "application/json");
      const auto got = transport->send(request, {}, nullptr);
      return got.status == 200 && got.body.size() == 60;
    };
  };
}

// The two take turns, so that whatever else the machine does meets both; the median of the ratios counts.
void compare(const char* what, const std::string& origin, int threads, int calls) {
  constexpr int kRounds = 7;
  std::vector<double> cpu, p50, rate;
  Measured raw, ours;
  for (int round = 0; round < kRounds; ++round) {
    raw = measure(raw_calls(origin), threads, calls);
    ours = measure(our_calls(origin), threads, calls);
    cpu.push_back(ours.cpu_us / raw.cpu_us);
    p50.push_back(ours.p50_us / raw.p50_us);
    rate.push_back(ours.calls_per_second / raw.calls_per_second);
  }
  const auto median = [](std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  };
  std::printf("%-22s cpu %.2fx (%.1f / %.1f us)  p50 %.2fx (%.1f / %.1f us)  calls/s %.2fx (%.0f / %.0f)\n", what,
              median(cpu), ours.cpu_us, raw.cpu_us, median(p50), ours.p50_us, raw.p50_us, median(rate),
              ours.calls_per_second, raw.calls_per_second);
}

void compare_all(const char* scheme, int port) {
  const auto origin = std::string(scheme) + "://127.0.0.1:" + std::to_string(port);
  compare((std::string(scheme) + ", 1 thread").c_str(), origin, 1, 4000);
  compare((std::string(scheme) + ", 16 threads").c_str(), origin, 16, 1000);
}

}  // namespace

int main(int argc, char** argv) {
  std::puts("ours / raw cpp-httplib; budget: cpu and p50 <= 1.15x on one thread, calls/s >= 0.90x on 16");
  const bench::EchoServer plain;
  compare_all("http", plain.port());
  if (argc < 2) return 0;
  const bench::EchoServer tls(argv[1], argv[1]);
  compare_all("https", tls.port());
}
