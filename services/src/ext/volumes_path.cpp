// Paths of volumes, through the Files API; bytes go as w.files sends and fetches them, big ones in parts.
#include "file_download.hpp"
#include "path_operations.hpp"
#include "spool_file.hpp"
#include "upload_job.hpp"

#include "call/http_date.hpp"

#include <databricks/error.hpp>
#include <databricks/models/files.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace databricks::ext {

namespace {

using services::files::Files;

std::uint64_t size_from(const optional<std::int64_t>& number) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, number.value_or(0)));
}

std::int64_t milliseconds(const std::string& http_date) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto time = detail::parse_http_date(http_date, now);
  return time ? time->time_since_epoch().count() * 1000 : 0;
}

std::optional<PathEntry> file_status(const PathContext& context, const std::string& path) {
  try {
    const auto metadata = Files{context.client}.get_metadata({path}, context.call);
    return PathEntry{.path = path,
                     .file_size = size_from(metadata.content_length),
                     .modification_time = milliseconds(metadata.last_modified.value_or(""))};
  } catch (const NotFound&) {
    return std::nullopt;
  }
}

// The service knows files and directories apart only by where one asks.
std::optional<PathEntry> status(const PathContext& context, const std::string& path) {
  if (auto file = file_status(context, path)) return file;
  try {
    Files{context.client}.get_directory_metadata({path}, context.call);
    return PathEntry{.path = path, .is_dir = true};
  } catch (const NotFound&) {
    return std::nullopt;
  }
}

std::vector<PathEntry> list(const PathContext& context, const std::string& directory) {
  std::vector<PathEntry> entries;
  for (const auto& entry : Files{context.client}.list_directory_contents({.directory_path = directory}, context.call)) {
    entries.push_back({.path = entry.path.value_or(""),
                       .is_dir = entry.is_directory.value_or(false),
                       .file_size = size_from(entry.file_size),
                       .modification_time = entry.last_modified.value_or(0)});
  }
  return entries;
}

void make_directories(const PathContext& context, const std::string& path) {
  Files{context.client}.create_directory({path}, context.call);
}

// What is gone already is as it should be.
template <class Call>
void unless_gone(Call call) {
  try {
    call();
  } catch (const NotFound&) {
  }
}

// Only empty directories can be deleted, so it goes from the leaves to the root.
void remove_directory(const PathContext& context, const std::string& root) {
  const Files files{context.client};
  std::vector<std::string> directories{root};
  for (std::size_t i = 0; i < directories.size(); ++i) {
    const PathName directory{PathKind::volumes, directories[i]};
    for (const auto& entry : list(context, directory.path)) {
      const auto child = child_of(directory, relative_to(directory, entry.path)).path;
      if (entry.is_dir) {
        directories.push_back(child);
      } else {
        unless_gone([&] { files.delete_({child}, context.call); });
      }
    }
  }
  for (auto directory = directories.rbegin(); directory != directories.rend(); ++directory) {
    unless_gone([&] { files.delete_directory({*directory}, context.call); });
  }
}

void remove(const PathContext& context, const PathEntry& entry, const std::string& path) {
  if (entry.is_dir) return remove_directory(context, path);
  Files{context.client}.delete_({path}, context.call);
}

UploadOptions upload_options(const PathContext& context, bool overwrite) {
  UploadOptions options{.call = context.call};
  if (overwrite) options.overwrite = true;
  return options;
}

// One part at a time is in memory, however many files are on their way.
void store(const PathContext& context, const std::string& path, const Source& contents, bool overwrite) {
  auto options = upload_options(context, overwrite);
  options.use_parallel = false;
  run_upload(*context.client.engine(), path, {.source = contents}, options);
}

// The parts of a file are read where they lie.
void store_local(const PathContext& context, const std::string& local, const std::string& path, bool overwrite) {
  if (!std::filesystem::is_regular_file(local)) return store(context, path, Source::from_file(local), overwrite);
  run_upload(*context.client.engine(), path, {.file = local}, upload_options(context, overwrite));
}

void fetch(const PathContext& context, const std::string& path, const std::string& local, bool overwrite) {
  const auto parent = std::filesystem::path(local).parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent);
  run_download(*context.client.engine(), path, local, {.overwrite = overwrite, .call = context.call});
}

struct Enough {};

// Asks for a range, and does not listen to the rest when the service sends all.
std::string beginning(const PathContext& context, const std::string& path, std::size_t max_bytes) {
  std::string text;
  CallOptions call = context.call;
  call.headers.set("Range", "bytes=0-" + std::to_string(max_bytes - 1));
  call.to = Sink::to_function([&](std::string_view bytes) {
    text += bytes.substr(0, max_bytes - text.size());
    if (text.size() == max_bytes) throw Enough();
  });
  try {
    Files{context.client}.download({path}, call);
  } catch (const Enough&) {
  }
  return text;
}

class SpooledReader final : public std::filebuf {
 public:
  SpooledReader(const PathContext& context, const std::string& path) {
    fetch(context, path, spool_.path(), false);
    if (open(spool_.path(), std::ios::in | std::ios::binary) == nullptr) {
      throw std::system_error(errno, std::generic_category(), spool_.path());
    }
  }

 private:
  SpoolFile spool_;
};

// An upload knows its size from the beginning, so what is written waits on this machine until it is all.
class SpooledWriter final : public WriteBuffer {
 public:
  SpooledWriter(const PathContext& context, std::string path, bool overwrite)
      : context_(context), path_(std::move(path)), overwrite_(overwrite), file_(spool_.path(), std::ios::binary) {
    file_.exceptions(std::ios::failbit | std::ios::badbit);
  }

 private:
  void write_block(std::string_view bytes) override {
    file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  void commit() override {
    file_.close();
    store_local({context_.client, context_.call}, spool_.path(), path_, overwrite_);
  }

  struct Kept {
    explicit Kept(const PathContext& context) : client(context.client), call(context.call) {}
    Client client;
    CallOptions call;
  } context_;
  std::string path_;
  bool overwrite_;
  SpoolFile spool_;
  std::ofstream file_;
};

std::unique_ptr<std::streambuf> read(const PathContext& context, const std::string& path, std::uint64_t) {
  return std::make_unique<SpooledReader>(context, path);
}

std::unique_ptr<WriteBuffer> write(const PathContext& context, const std::string& path, bool overwrite) {
  return std::make_unique<SpooledWriter>(context, path, overwrite);
}

}  // namespace

constinit const PathOperations volumes_operations = {.name = "Volumes",
                                                     .status = status,
                                                     .list = list,
                                                     .make_directories = make_directories,
                                                     .remove = remove,
                                                     .read = read,
                                                     .write = write,
                                                     .store = store,
                                                     .store_local = store_local,
                                                     .fetch = fetch,
                                                     .beginning = beginning};

}  // namespace databricks::ext
