// Writing the generated files.
#pragma once

#include "emit.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace specgen {

/// Writes what differs, and removes generated files of an earlier run that are not among `files`. Files without the
/// mark of generated files are never touched: one that is in the way is an error. Throws std::runtime_error.
void write_files(const Files& files, const std::filesystem::path& directory, const std::string& name_space);
/// The paths that write_files would write or remove.
std::vector<std::string> outdated_files(const Files& files, const std::filesystem::path& directory,
                                        const std::string& name_space);

}  // namespace specgen
