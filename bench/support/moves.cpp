#include "moves.hpp"

#include <cstdio>

#include "cost.hpp"

namespace bench {

void compare(const std::string& what, const std::string& origin, const std::vector<Contender>& contenders) {
  constexpr int kRounds = 3;
  constexpr double kMiB = 1 << 20;
  std::vector<std::vector<Cost>> rounds(kRounds);
  for (auto& round : rounds) {
    for (const auto& contender : contenders) round.push_back(cost_of([&] { return contender.move(origin); }));
  }
  std::printf("%s\n", what.c_str());
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    std::vector<double> cpu, time, memory;
    for (const auto& round : rounds) {
      cpu.push_back(round[i].cpu_seconds / round[0].cpu_seconds);
      time.push_back(round[i].seconds / round[0].seconds);
      memory.push_back(round[i].memory / kMiB);
    }
    std::printf("  %-24s cpu %.2fx (%.2f s)  time %.2fx (%.2f s)  memory +%.1f MiB\n", contenders[i].name, median(cpu),
                rounds.back()[i].cpu_seconds, median(time), rounds.back()[i].seconds, median(memory));
  }
}

}  // namespace bench
