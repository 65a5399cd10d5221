// dbutils.fs: files by the API, mounts on the cluster.
#include <databricks/ext/dbutils.hpp>

#include "cluster_proxy.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>
#include <databricks/model.hpp>

namespace databricks::ext::dbutils {

namespace {

// Without the beginning of a character whose end is not there.
void drop_cut_character(std::string& text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xC0) == 0x80) continue;  // goes on, so its beginning is before
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    if (length > back) text.resize(text.size() - back);
    return;
  }
}

std::string json(const std::string& text) { return to_json(text); }

RawJson two_texts(const std::string& a, const std::string& b) { return '[' + json(a) + ',' + json(b) + ']'; }

RawJson named(const MountOptions& options) {
  std::string text;
  const auto add = [&](const char* name, const std::string& value) {
    text += (text.empty() ? "{\"" : ",\"") + std::string(name) + "\":" + value;
  };
  if (options.encryption_type) add("encryption_type", json(*options.encryption_type));
  if (options.owner) add("owner", json(*options.owner));
  if (!options.extra_configs.empty()) {
    const map<std::string> configs(options.extra_configs);
    add("extra_configs", to_json(configs));
  }
  return text.empty() ? "{}" : text + '}';
}

bool is_true(const RawJson& answer) { return answer.text == "true"; }

}  // namespace

FileSystem::FileSystem(const Client& client, std::shared_ptr<ClusterProxy> cluster)
    : dbfs_(client), cluster_(std::move(cluster)) {}

bool FileSystem::cp(std::string_view from, std::string_view to, bool recurse) const {
  dbfs_.copy(from, to, {.recursive = recurse});
  return true;
}

std::string FileSystem::head(std::string_view file, std::size_t max_bytes) const {
  auto text = dbfs_.read_beginning(file, max_bytes);
  if (text.size() == max_bytes) drop_cut_character(text);
  return text;
}

std::vector<FileInfo> FileSystem::ls(std::string_view directory) const {
  std::vector<FileInfo> files;
  for (auto& entry : dbfs_.list_paths(directory)) {
    const auto slash = entry.path.find_last_of('/');
    files.push_back({.path = entry.path,
                     .name = entry.path.substr(slash == std::string::npos ? 0 : slash + 1),
                     .size = entry.file_size,
                     .modification_time = entry.modification_time});
  }
  return files;
}

bool FileSystem::mkdirs(std::string_view directory) const {
  dbfs_.make_directories(directory);
  return true;
}

bool FileSystem::mv(std::string_view from, std::string_view to, bool recurse) const {
  dbfs_.move_(from, to, {.recursive = recurse, .overwrite = true});
  return true;
}

bool FileSystem::put(std::string_view file, std::string_view contents, bool overwrite) const {
  dbfs_.upload(file, Source(std::string(contents)), overwrite);
  return true;
}

bool FileSystem::rm(std::string_view path, bool recurse) const {
  dbfs_.remove(path, {.recursive = recurse});
  return true;
}

bool FileSystem::mount(const std::string& source, const std::string& mount_point, const MountOptions& options) const {
  return is_true(cluster_->call("fs", "mount", two_texts(source, mount_point), named(options)));
}

bool FileSystem::update_mount(const std::string& source, const std::string& mount_point,
                              const MountOptions& options) const {
  return is_true(cluster_->call("fs", "updateMount", two_texts(source, mount_point), named(options)));
}

bool FileSystem::unmount(const std::string& mount_point) const {
  return is_true(cluster_->call("fs", "unmount", '[' + json(mount_point) + ']', "{}"));
}

bool FileSystem::refresh_mounts() const { return is_true(cluster_->call("fs", "refreshMounts", "[]", "{}")); }

std::vector<MountInfo> FileSystem::mounts() const {
  const auto answer = cluster_->call("fs", "mounts", "[]", "{}");
  std::vector<MountInfo> mounts;
  for (const auto& mount : from_json<list<list<std::string>>>(answer.text)) {
    if (mount.size() < 3)
      throw Error("the cluster listed a mount with " + std::to_string(mount.size()) + " parts of 3");
    mounts.push_back({mount[0], mount[1], mount[2]});
  }
  return mounts;
}

}  // namespace databricks::ext::dbutils
