// The members of ext::Dbfs.
#include "path_copy.hpp"
#include "path_file.hpp"
#include "path_walk.hpp"

#include <databricks/error.hpp>

#include <algorithm>
#include <iterator>

namespace databricks::ext {

namespace {

PathContext context_of(const Client& client, const std::stop_token& stop) { return {client, {.stop = stop}}; }

void check(const PathOpenOptions& options) {
  if (options.read && options.write) throw InvalidArgument("can open either for reading or writing");
  if (!options.read && !options.write) throw InvalidArgument("need to open either for reading or writing");
}

}  // namespace

Dbfs::Dbfs(const Client& client) : services::files::Dbfs{client}, client_(client) {}

PathFile Dbfs::open(std::string_view path, const PathOpenOptions& options) const {
  check(options);
  const auto name = parse_path(path);
  const auto context = context_of(client_, options.stop);
  auto state = std::make_unique<PathFile::State>();
  if (options.read) {
    state->reader = open_for_reading(context, name, &state->size);
  } else {
    state->writer = operations_of(name.kind).write(context, name.path, options.overwrite);
  }
  return PathFile(std::move(state));
}

std::optional<PathEntry> Dbfs::status(std::string_view path) const {
  const auto name = parse_path(path);
  return operations_of(name.kind).status(context_of(client_, {}), name.path);
}

bool Dbfs::exists(std::string_view path) const { return status(path).has_value(); }

bool Dbfs::is_dir(std::string_view path) const {
  const auto entry = status(path);
  return entry && entry->is_dir;
}

std::vector<PathEntry> Dbfs::list_paths(std::string_view path, const PathWalkOptions& options) const {
  const auto name = parse_path(path);
  auto context = context_of(client_, options.stop);
  auto entry = require_status(context, name);
  if (!entry.is_dir) return {std::move(entry)};
  if (!options.recursive) return entries_in(context, name);
  context.call.user_agent = "sdk-feature/recursive-list";
  std::vector<PathEntry> entries;
  for (auto& file : files_beneath(context, name, true)) entries.push_back(std::move(file.entry));
  return entries;
}

void Dbfs::make_directories(std::string_view path) const {
  const auto name = parse_path(path);
  operations_of(name.kind).make_directories(context_of(client_, {}), name.path);
}

void Dbfs::remove(std::string_view path, const PathWalkOptions& options) const {
  const auto name = parse_path(path);
  const auto context = context_of(client_, options.stop);
  const auto entry = operations_of(name.kind).status(context, name.path);
  if (!entry && name.kind != PathKind::local) throw_missing(name);
  if (!entry) return;
  if (entry->is_dir && !options.recursive) {
    throw InvalidArgument("deleting directories requires recursive flag: " + shown(name));
  }
  operations_of(name.kind).remove(context, *entry, name.path);
}

void Dbfs::copy(std::string_view from, std::string_view to, const PathCopyOptions& options) const {
  copy_path(context_of(client_, options.stop), parse_path(from), parse_path(to), options);
}

void Dbfs::move_(std::string_view from, std::string_view to, const PathCopyOptions& options) const {
  move_path(context_of(client_, options.stop), parse_path(from), parse_path(to), options);
}

void Dbfs::upload(std::string_view path, const Source& contents, bool overwrite, const std::stop_token& stop) const {
  store_file(context_of(client_, stop), parse_path(path), contents, overwrite);
}

void Dbfs::download(std::string_view path, const std::string& local_path, bool overwrite,
                    const std::stop_token& stop) const {
  copy_file(context_of(client_, stop), parse_path(path), {PathKind::local, local_path}, overwrite);
}

std::string Dbfs::read_file(std::string_view path, const std::stop_token& stop) const {
  const auto buffer = open_for_reading(context_of(client_, stop), parse_path(path));
  return {std::istreambuf_iterator<char>(buffer.get()), {}};
}

std::string Dbfs::read_beginning(std::string_view path, std::size_t max_bytes, const std::stop_token& stop) const {
  const auto name = parse_path(path);
  const auto context = context_of(client_, stop);
  const auto entry = require_status(context, name);
  if (entry.is_dir) throw InvalidArgument("cannot open directory for reading: " + shown(name));
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(max_bytes, entry.file_size));
  const auto& operations = operations_of(name.kind);
  if (size > 0 && operations.beginning != nullptr) return operations.beginning(context, name.path, size);
  const auto buffer = operations.read(context, name.path, entry.file_size);
  std::string text(size, '\0');
  text.resize(static_cast<std::size_t>(buffer->sgetn(text.data(), static_cast<std::streamsize>(size))));
  return text;
}

void Dbfs::write_file(std::string_view path, std::string_view contents, const std::stop_token& stop) const {
  upload(path, Source(std::string(contents)), true, stop);
}

}  // namespace databricks::ext
