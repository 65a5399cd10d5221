// Errors of calls whose request body could not be rewound for another attempt.
#pragma once

#include <databricks/error.hpp>
#include <databricks/http.hpp>

#include <string>

namespace databricks::detail {

/// Throws an error of the same class whose text says both. Call it while handling the error: one of a class unknown
/// here is thrown on as it is.
[[noreturn]] void throw_with_rewind_problem(const HttpRequest& request, const CallError& error,
                                            const std::string& problem);

}  // namespace databricks::detail
