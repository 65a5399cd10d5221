#include "path_copy.hpp"

#include "path_walk.hpp"

#include "transfer/together.hpp"

#include <databricks/error.hpp>
#include <databricks/models/files.hpp>

#include <algorithm>
#include <atomic>

namespace databricks::ext {

namespace {

void check(const PathName& from, const PathName& to, const PathCopyOptions& options) {
  if (from.kind == PathKind::local && to.kind == PathKind::local) {
    throw InvalidArgument("both destinations are on local FS: " + from.path + " and " + to.path);
  }
  if (options.workers < 1 || options.workers > 64) throw InvalidArgument("workers must be 1 to 64");
}

// Into a directory it goes by its own name.
PathName real_target(const PathContext& context, const PathName& from, const PathName& to) {
  const auto present = operations_of(to.kind).status(context, to.path);
  auto target = to;
  if (present && present->is_dir) {
    const auto name = base_name(from);
    if (name.empty() || name == "." || name == "..") {
      throw InvalidArgument(shown(from) + " has no name to go by in " + shown(to));
    }
    target = child_of(to, name);
  }
  if (target == from) throw InvalidArgument("source and target are the same: " + shown(from));
  return target;
}

// Files side by side; the first that fails stops the others.
void copy_files(const PathContext& context, const PathName& from, const std::vector<FoundFile>& files,
                const PathName& to, const PathCopyOptions& options) {
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> copied{0};
  const auto work = [&](const std::stop_token& stop) {
    PathContext own{context.client, context.call};
    own.call.stop = stop;
    for (auto i = next++; i < files.size() && !stop.stop_requested(); i = next++) {
      const auto& relative = files[i].relative;
      copy_file(own, child_of(from, relative), child_of(to, relative), options.overwrite);
      ++copied;
    }
  };
  const auto workers =
      std::min<std::size_t>(static_cast<std::size_t>(options.workers), std::max<std::size_t>(1, files.size()));
  detail::run_together(static_cast<int>(workers), options.stop, work);
  if (copied < files.size()) {
    throw CallCancelled(TransportFault::unreachable, TransportPhase::queue,
                        "the copy of " + shown(from) + " was cancelled");
  }
}

}  // namespace

void copy_path(const PathContext& context, const PathName& from, const PathName& to, const PathCopyOptions& options) {
  check(from, to, options);
  const auto source = require_status(context, from);
  const auto target = real_target(context, from, to);
  if (!source.is_dir) return copy_file(context, from, target, options.overwrite);
  copy_files(context, from, files_beneath(context, from, options.recursive), target, options);
}

void move_path(const PathContext& context, const PathName& from, const PathName& to, const PathCopyOptions& options) {
  check(from, to, options);
  if (from.kind == PathKind::dbfs && to.kind == PathKind::dbfs) {
    services::files::Dbfs{context.client}.move({.source_path = from.path, .destination_path = to.path}, context.call);
    return;
  }
  const auto source = require_status(context, from);
  if (source.is_dir && !options.recursive) {
    throw InvalidArgument(std::string("moving a directory from ") + operations_of(from.kind).name + " to " +
                          operations_of(to.kind).name + " requires recursive flag");
  }
  copy_path(context, from, to, options);
  operations_of(from.kind).remove(context, source, from.path);
}

}  // namespace databricks::ext
