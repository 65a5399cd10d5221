// Copies files and directories to and from a volume.
//
//   files_transfer up   big.bin /Volumes/main/default/data/big.bin
//   files_transfer down /Volumes/main/default/data/big.bin copy.bin
//
// A directory is copied with all that is in it. An upload that is interrupted goes on when it is started again.
// Ctrl-C cancels. Without arguments it shows itself, on a local workspace.
#include <databricks/testing/local_workspace.hpp>
#include <databricks/workspace_client.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

namespace {

namespace fs = std::filesystem;
using databricks::Progress;
using databricks::WorkspaceClient;

databricks::CallOptions call_options(const std::stop_token& stop) {
  databricks::CallOptions call{.stop = stop};
  call.on_progress = [shown = std::uint64_t{0}](const Progress& now) mutable {
    const auto mib = (now.sent + now.received) >> 20;
    if (mib != shown) std::cerr << (shown = mib) << " MiB\r";
  };
  return call;
}

void copy_up(const WorkspaceClient& w, const std::string& local, const std::string& path, const std::stop_token& stop) {
  if (fs::is_directory(local)) {
    const auto result = w.files.upload_directory(path, local, {.overwrite = true, .call = call_options(stop)});
    std::cout << result.files << " files, " << result.bytes << " bytes\n";
    return;
  }
  const auto result = w.files.upload_from(
      path, local, {.overwrite = true, .state_file = local + ".upload", .call = call_options(stop)});
  std::cout << result.bytes << " bytes in " << result.parts << " parts; " << result.resumed_from
            << " bytes were there from an earlier try\n";
}

void copy_down(const WorkspaceClient& w, const std::string& path, const std::string& local,
               const std::stop_token& stop) {
  const auto result =
      w.files.download_to(path, local, {.use_parallel = true, .resume = true, .call = call_options(stop)});
  std::cout << result.bytes << " bytes in " << result.parts << " parts\n";
}

void show() {
  const databricks::testing::LocalWorkspace workspace;
  auto config = workspace.config();
  // A few MiB go in parts here; without these lines, 50 MiB do.
  auto& limits = config.files_ext;
  limits.multipart_upload_min_stream_size = limits.parallel_download_min_file_size = limits.kMiB;
  limits.multipart_upload_part_size_options = {limits.kMiB};
  limits.parallel_download_default_part_size = limits.kMiB;
  const WorkspaceClient w(config);
  const auto file = fs::temp_directory_path() / "files_transfer_example";
  std::ofstream(file, std::ios::binary) << std::string(5 * limits.kMiB, 'x');
  copy_up(w, file, "/Volumes/main/default/data/big.bin", {});
  copy_down(w, "/Volumes/main/default/data/big.bin", file, {});
  fs::remove(file);
}

}  // namespace

int main(int count, char** arguments) try {
  if (count == 1) return show(), 0;
  const std::string direction = arguments[1];
  if (count != 4 || (direction != "up" && direction != "down")) {
    std::cerr << "usage: files_transfer up|down <from> <to>\n";
    return 2;
  }
  // Signals are waited for by a thread: nothing useful may be done in a handler.
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
  std::stop_source stop;
  std::thread([interrupt, stop]() mutable {
    int signal = 0;
    if (sigwait(&interrupt, &signal) == 0) stop.request_stop();
  }).detach();
  const WorkspaceClient w;
  (direction == "up" ? copy_up : copy_down)(w, arguments[2], arguments[3], stop.get_token());
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
