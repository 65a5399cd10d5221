#include "measure.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace bench {

namespace {

struct Cost {
  double cpu_seconds = 0;
  double seconds = 0;
  double memory_mib = 0;  // peak beyond what the process had before
};

double memory_mib(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key)) return std::atof(line.c_str() + key.size()) / 1024;
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

Cost measure(Move move, const std::string& origin) {
  int result[2];
  if (pipe(result) != 0) std::abort();
  const auto child = fork();
  if (child == 0) {
    const double memory = memory_mib("VmRSS:");
    const double cpu = cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    if (!move(origin)) std::_Exit(1);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    const Cost cost{cpu_seconds() - cpu, elapsed.count(), memory_mib("VmHWM:") - memory};
    std::_Exit(write(result[1], &cost, sizeof cost) == sizeof cost ? 0 : 1);
  }
  Cost cost;
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0 || read(result[0], &cost, sizeof cost) != sizeof cost) {
    std::puts("a transfer failed");
    std::exit(1);
  }
  close(result[0]);
  close(result[1]);
  return cost;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

void compare(const std::string& what, const std::string& origin, const std::vector<Contender>& contenders) {
  constexpr int kRounds = 3;
  std::vector<std::vector<Cost>> rounds(kRounds);
  for (auto& round : rounds) {
    for (const auto& contender : contenders) round.push_back(measure(contender.move, origin));
  }
  std::printf("%s\n", what.c_str());
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    std::vector<double> cpu, time, memory;
    for (const auto& round : rounds) {
      cpu.push_back(round[i].cpu_seconds / round[0].cpu_seconds);
      time.push_back(round[i].seconds / round[0].seconds);
      memory.push_back(round[i].memory_mib);
    }
    std::printf("  %-24s cpu %.2fx (%.2f s)  time %.2fx (%.2f s)  memory +%.1f MiB\n", contenders[i].name, median(cpu),
                rounds.back()[i].cpu_seconds, median(time), rounds.back()[i].seconds, median(memory));
  }
}

}  // namespace bench
