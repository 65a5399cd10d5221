// Uploads a file or directory to DBFS or a volume, and lists what is there.
//
//   dbfs_upload LOCAL REMOTE        e.g. dbfs_upload ./data /Volumes/main/default/data/in
//
// Runs against the workspace your environment or ~/.databrickscfg names. Without one it starts a workspace of its own
// on this machine, and without arguments it makes something to upload.
#include <databricks/error.hpp>
#include <databricks/testing/configured_or_local.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>
#include <ostream>
#include <system_error>

namespace {

using databricks::WorkspaceClient;

/// A file written as a stream: it is there when close() has returned.
void write_a_report(const WorkspaceClient& w, const std::string& path) {
  auto file = w.dbfs.open(path, {.write = true, .overwrite = true});
  for (int i = 0; i < 100'000; ++i) file.out() << "row " << i << '\n';
  file.close();
}

void upload(const WorkspaceClient& w, const std::string& local, const std::string& remote) {
  w.dbfs.copy("file:" + local, remote, {.recursive = true, .overwrite = true, .workers = 8});
  std::uint64_t bytes = 0;
  for (const auto& entry : w.dbfs.list_paths(remote, {.recursive = true})) {
    std::cout << entry.path << "  " << entry.file_size << " bytes\n";
    bytes += entry.file_size;
  }
  std::cout << "In all " << bytes << " bytes.\n";
}

void show(const WorkspaceClient& w) {
  write_a_report(w, "dbfs:/tmp/reports/report.txt");
  w.dbfs.copy("dbfs:/tmp/reports", "/Volumes/main/default/data/reports", {.recursive = true});
  for (const auto& entry : w.dbfs.list_paths("/Volumes/main/default/data", {.recursive = true})) {
    std::cout << entry.path << "  " << entry.file_size << " bytes\n";
  }
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const databricks::testing::ConfiguredOrLocal workspace;
    const WorkspaceClient w(workspace.config());
    if (count == 3) {
      upload(w, arguments[1], arguments[2]);
    } else if (workspace.is_local()) {
      show(w);
    } else {
      std::cerr << "usage: dbfs_upload LOCAL REMOTE\n";
      return 2;
    }
  } catch (const std::exception& error) {
    std::cerr << "dbfs_upload: " << error.what() << '\n';
    return 1;
  }
}
