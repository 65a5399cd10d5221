// What work costs, measured in a process of its own.
#pragma once

#include <functional>
#include <vector>

namespace bench {

struct Cost {
  double cpu_seconds = 0;
  double seconds = 0;
  double memory = 0;  // bytes: the most that the process had beyond what it began with
};

/// Ends the program when `work` says that it went wrong.
Cost cost_of(const std::function<bool()>& work);

/// Of this process, until now.
double cpu_seconds();

double median(std::vector<double> values);

}  // namespace bench
