#include "auth/small_file.hpp"

#include <databricks/credentials.hpp>

#include <filesystem>
#include <fstream>
#include <system_error>

namespace databricks::detail {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

}  // namespace

std::optional<std::string> read_small_file(const std::string& path) {
  std::error_code error;
  const auto type = std::filesystem::status(path, error).type();
  if (type == std::filesystem::file_type::not_found) return std::nullopt;
  if (type != std::filesystem::file_type::regular) throw AuthError("can't read " + path + ": it is no regular file");
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  // Reading to the end fails for the want of more; anything else is a problem of the file.
  if (!file.eof() && !file) throw AuthError("can't read " + path + ": make it a file you may read");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kMostBytes) throw AuthError("can't use " + path + ": it is larger than 1 MiB, which no token is");
  return text;
}

}  // namespace databricks::detail
