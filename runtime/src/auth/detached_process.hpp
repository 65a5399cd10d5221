// Programs that go on by themselves.
#pragma once

#include <string>
#include <vector>

namespace databricks::detail {

/// Starts a program, without a shell, that neither reads nor writes where we do, is no child of ours and ends when it
/// likes. False: it can't be started.
bool start_detached(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace databricks::detail
