// Wrong usage: how it is said, and what may have been meant.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace databricks::detail::cli {

/// The command line is wrong. Nothing was sent.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// "unknown KIND `word`; did you mean `a` or `b`?"
std::string unknown(std::string_view kind, std::string_view word, const std::vector<std::string>& candidates);

/// Names are spelled with dashes or underscores, as one likes.
bool same_name(std::string_view typed, std::string_view name);

}  // namespace databricks::detail::cli
