#include "cost.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace bench {

namespace {

double memory(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key)) return std::atof(line.c_str() + key.size()) * 1024;
  }
  return 0;
}

bool measure(const std::function<bool()>& work, Cost& cost) {
  const double before = memory("VmRSS:");
  const double cpu = cpu_seconds();
  const auto start = std::chrono::steady_clock::now();
  if (!work()) return false;
  cost.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  cost.cpu_seconds = cpu_seconds() - cpu;
  cost.memory = memory("VmHWM:") - before;
  return true;
}

}  // namespace

Cost cost_of(const std::function<bool()>& work) {
  int report[2];
  if (pipe(report) != 0) std::abort();
  const pid_t process = fork();
  Cost cost;
  if (process == 0) {
    const bool told = measure(work, cost) && write(report[1], &cost, sizeof cost) == sizeof cost;
    std::_Exit(told ? 0 : 1);
  }
  close(report[1]);
  const bool told = read(report[0], &cost, sizeof cost) == sizeof cost;
  close(report[0]);
  int status = 0;
  waitpid(process, &status, 0);
  if (!told || status != 0) {
    std::puts("what was measured went wrong");
    std::exit(1);
  }
  return cost;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace bench
