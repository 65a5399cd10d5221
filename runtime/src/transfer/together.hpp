// The same work on several threads.
#pragma once

#include <databricks/function.hpp>

#include <stop_token>

namespace databricks::detail {

/// Runs `work` on this thread and up to `workers - 1` others, as many as can be had, and returns when all have. The
/// first that throws stops the others through their token; its exception is thrown on. So does the caller's token.
void run_together(int workers, const std::stop_token& stop, const Function<void(const std::stop_token&)>& work);

}  // namespace databricks::detail
