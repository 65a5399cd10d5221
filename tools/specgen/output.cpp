#include "output.hpp"

#include "text.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

namespace specgen {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> content_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

bool is_generated(const std::string& content) {
  return content.substr(0, content.find('\n')).find(generated_mark) != std::string::npos;
}

void write_file(const fs::path& path, const std::string& text) {
  const auto old = content_of(path);
  if (old == text) return;
  if (old && !old->empty() && !is_generated(*old)) {
    throw std::runtime_error(path.generic_string() + ": not a generated file; it is not overwritten");
  }
  fs::create_directories(path.parent_path());
  std::ofstream stream(path, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error(path.generic_string() + ": can't be written");
}

// Generated files of an earlier run that are not among `files`, as paths below the directory.
std::vector<std::string> stale_files(const Files& files, const fs::path& directory, const std::string& name_space) {
  std::vector<std::string> result;
  const auto root = specgen::directory(name_space);
  for (const auto& folder : {"models/" + root + "/models", "services/" + root + "/services", "services/" + root,
                             std::string("services/src")}) {
    if (!fs::is_directory(directory / folder)) continue;
    for (const auto& entry : fs::directory_iterator(directory / folder)) {
      const auto name = folder + "/" + entry.path().filename().generic_string();
      if (!entry.is_regular_file() || files.contains(name)) continue;
      if (is_generated(content_of(entry.path()).value_or(""))) result.push_back(name);
    }
  }
  return result;
}

}  // namespace

void write_files(const Files& files, const fs::path& directory, const std::string& name_space) {
  for (const auto& [name, text] : files) write_file(directory / name, text);
  for (const auto& name : stale_files(files, directory, name_space)) fs::remove(directory / name);
}

std::vector<std::string> outdated_files(const Files& files, const fs::path& directory, const std::string& name_space) {
  auto result = stale_files(files, directory, name_space);
  for (const auto& [name, text] : files) {
    if (content_of(directory / name) != text) result.push_back(name);
  }
  return result;
}

}  // namespace specgen
