#include "http/fork.hpp"

#include <pthread.h>

#include <atomic>

namespace databricks {

namespace {

std::atomic<unsigned> generation = 0;

}  // namespace

unsigned process_generation() {
  static const int registered = pthread_atfork(nullptr, nullptr, [] { ++generation; });
  static_cast<void>(registered);
  return generation;
}

}  // namespace databricks
