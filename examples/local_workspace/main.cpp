// Serves a small Databricks workspace on this machine until Ctrl-C: for trying dbx, an SDK or a program of your own.
//
//   local_workspace [--port N] [--token T] [--cloud aws|azure|gcp]
#include <databricks/error.hpp>
#include <databricks/testing/local_workspace.hpp>

#include <charconv>
#include <csignal>
#include <cstring>
#include <iostream>

namespace {

using databricks::testing::LocalCloud;
using databricks::testing::LocalWorkspace;
using databricks::testing::LocalWorkspaceOptions;

std::uint16_t parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw databricks::InvalidArgument("--port must be a number up to 65535, not `" + std::string(text) + "`");
  }
  return port;
}

LocalCloud parse_cloud(std::string_view text) {
  constexpr std::string_view kNames[] = {"aws", "azure", "gcp"};
  for (int i = 0; i < 3; ++i) {
    if (text == kNames[i]) return static_cast<LocalCloud>(i);
  }
  throw databricks::InvalidArgument("--cloud must be aws, azure or gcp, not `" + std::string(text) + "`");
}

LocalWorkspaceOptions parse(int count, char** arguments) {
  LocalWorkspaceOptions options{.port = 8642};
  for (int i = 1; i < count; i += 2) {
    const std::string_view name = arguments[i];
    if ((name != "--port" && name != "--token" && name != "--cloud") || i + 1 == count) {
      throw databricks::InvalidArgument("usage: local_workspace [--port N] [--token T] [--cloud aws|azure|gcp]");
    }
    if (name == "--port") options.port = parse_port(arguments[i + 1]);
    if (name == "--token") options.token = arguments[i + 1];
    if (name == "--cloud") options.cloud = parse_cloud(arguments[i + 1]);
  }
  return options;
}

void explain(const LocalWorkspace& workspace) {
  const auto oauth = workspace.oauth_config();
  std::cout << "A local workspace is served at " << workspace.host() << "\n\n"
            << "  export DATABRICKS_HOST=" << workspace.host() << '\n'
            << "  export DATABRICKS_TOKEN=" << workspace.token() << "\n\n"
            << "Then, in that shell:\n\n"
            << "  dbx clusters list        # or the databricks CLI, or any SDK\n"
            << "  quickstart\n\n"
            << "With these in place of the token, programs sign in by OAuth, which data planes want:\n\n"
            << "  export DATABRICKS_CLIENT_ID=" << oauth.client_id << '\n'
            << "  export DATABRICKS_CLIENT_SECRET=" << oauth.client_secret << "\n\n"
            << "Nothing is kept after Ctrl-C." << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  // Blocked before any thread is started, so that the signals are left for sigwait.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  try {
    const LocalWorkspace workspace(parse(argc, argv));
    explain(workspace);
    int signal = 0;
    sigwait(&signals, &signal);
    std::cout << "\nStopped." << std::endl;
    return 0;
  } catch (const databricks::Error& error) {
    std::cerr << "local_workspace: " << error.what() << '\n';
    return 1;
  }
}
