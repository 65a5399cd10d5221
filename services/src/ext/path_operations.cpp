#include "path_operations.hpp"

#include <databricks/error.hpp>

#include <istream>
#include <system_error>

namespace databricks::ext {

const PathOperations& operations_of(PathKind kind) {
  static constexpr const PathOperations* all[] = {&local_operations, &dbfs_operations, &volumes_operations};
  return *all[static_cast<int>(kind)];
}

void throw_missing(const PathName& name) {
  if (name.kind == PathKind::local) throw std::system_error(ENOENT, std::generic_category(), name.path);
  throw NotFound(404, "RESOURCE_DOES_NOT_EXIST", name.path + " does not exist");
}

PathEntry require_status(const PathContext& context, const PathName& name) {
  auto entry = operations_of(name.kind).status(context, name.path);
  if (!entry) throw_missing(name);
  return *entry;
}

std::unique_ptr<std::streambuf> open_for_reading(const PathContext& context, const PathName& name,
                                                 std::uint64_t* size) {
  const auto entry = require_status(context, name);
  if (entry.is_dir) throw InvalidArgument("cannot open directory for reading: " + shown(name));
  if (size != nullptr) *size = entry.file_size;
  return operations_of(name.kind).read(context, name.path, entry.file_size);
}

void store_file(const PathContext& context, const PathName& to, const Source& contents, bool overwrite) {
  if (!contents.has_value()) throw InvalidArgument("there is nothing to write to " + shown(to) + ": an empty Source");
  const auto& operations = operations_of(to.kind);
  if (operations.store != nullptr) return operations.store(context, to.path, contents, overwrite);
  const auto out = operations.write(context, to.path, overwrite);
  pump(*contents.get(), *out);
  out->finish();
}

void copy_file(const PathContext& context, const PathName& from, const PathName& to, bool overwrite) {
  const auto fetch = operations_of(from.kind).fetch;
  if (to.kind == PathKind::local && fetch != nullptr) return fetch(context, from.path, to.path, overwrite);
  const auto store_local = operations_of(to.kind).store_local;
  if (from.kind == PathKind::local && store_local != nullptr)
    return store_local(context, from.path, to.path, overwrite);
  const auto buffer = open_for_reading(context, from);
  std::istream in(buffer.get());
  store_file(context, to, Source(in), overwrite);
}

}  // namespace databricks::ext
