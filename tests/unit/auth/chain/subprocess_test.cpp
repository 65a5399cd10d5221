// Other programs that are asked for tokens: real processes.
#include "auth/subprocess.hpp"

#include <boost/test/unit_test.hpp>

#include <databricks/credentials.hpp>

#include <sys/stat.h>

#include <csignal>
#include <thread>

#include "error_of.hpp"
#include "temporary_directory.hpp"

using databricks::AuthError;
using databricks::Config;
using databricks::detail::find_program;
using databricks::detail::run_process;
using namespace std::chrono_literals;
using namespace test;

namespace {

databricks::detail::ProcessResult shell(const std::string& script, std::chrono::milliseconds limit = 10s,
                                        const std::stop_token& stop = {}) {
  return run_process("/bin/sh", {"-c", script}, limit, stop);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(subprocess)

BOOST_AUTO_TEST_CASE(output_errors_and_code) {
  const auto result = shell("printf out; printf err >&2; exit 3");
  BOOST_TEST(result.output == "out");
  BOOST_TEST(result.errors == "err");
  BOOST_TEST(result.exit_code == 3);
  BOOST_TEST(shell("kill -9 $$").exit_code == 128 + 9);
  BOOST_TEST(shell("cat").output == "");  // its input is empty
  const auto arguments = run_process("/bin/echo", {"a b", "$HOME", "", "'\";|"}, 10s, {});
  BOOST_TEST(arguments.output == "a b $HOME  '\";|\n");
}

BOOST_AUTO_TEST_CASE(nothing_that_was_written_before_the_end_is_lost) {
  for (int i = 0; i < 20; ++i) BOOST_TEST(shell("sleep 0.02; printf token").output == "token");
  BOOST_TEST(shell("head -c 1000000 /dev/zero").output.size() == 1'000'000);
  // A grandchild holds the pipes open for long.
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(shell("sleep 5 & printf token").output == "token");
  BOOST_TEST((std::chrono::steady_clock::now() - start < 4s));
}

BOOST_AUTO_TEST_CASE(t207_a_program_that_hangs_is_killed_with_what_it_started) {
  std::string file = "/tmp/databricks-test-XXXXXX";
  close(mkstemp(file.data()));
  const auto script = "(sleep 0.6; echo late >" + file + ") & echo planted-secret; sleep 30";
  const auto text = error_text<AuthError>([&] { shell(script, 150ms); });
  BOOST_TEST(holds(text, "/bin/sh did not end within 150 ms"), text);
  std::this_thread::sleep_for(700ms);
  BOOST_TEST(std::filesystem::file_size(file) == 0);
  std::filesystem::remove(file);
}

BOOST_AUTO_TEST_CASE(a_stop_request_ends_it) {
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(30ms);
    stop.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(holds(error_text<AuthError>([&] { shell("sleep 30", 30s, stop.get_token()); }), "cancelled"));
  BOOST_TEST((std::chrono::steady_clock::now() - start < 10s));
}

BOOST_AUTO_TEST_CASE(too_much_output_is_an_error_and_errors_are_cut) {
  BOOST_TEST(holds(error_text<AuthError>([] { shell("yes planted-secret"); }), "more than 1 MiB"));
  const auto result = shell("head -c 2000000 /dev/zero >&2; printf token");
  BOOST_TEST(result.output == "token");
  BOOST_TEST(result.errors.size() == 65536);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_started_is_named) {
  BOOST_TEST(holds(error_text<AuthError>([] { run_process("/no/such/program", {"planted-secret"}, 1s, {}); }),
                   "/no/such/program"));
}

BOOST_AUTO_TEST_CASE(signals_of_the_host_program_are_not_passed_on) {
  const auto old = std::signal(SIGPIPE, SIG_IGN);
  // `yes` ends by the signal, not with an error text.
  const auto result = shell("yes | head -n 1");
  std::signal(SIGPIPE, old);
  BOOST_TEST(result.output == "y\n");
  BOOST_TEST(result.errors == "");
  std::signal(SIGCHLD, SIG_IGN);
  const auto reaped = shell("printf token");
  std::signal(SIGCHLD, SIG_DFL);
  BOOST_TEST(reaped.output == "token");
}

BOOST_AUTO_TEST_CASE(programs_are_found_on_absolute_places_of_path_only) {
  const TemporaryDirectory directory;
  std::filesystem::create_directories(directory.path("first/tool"));  // a folder is no program
  const auto tool = directory.write("second/tool", "#!/bin/sh\n");
  ::chmod(tool.c_str(), 0700);
  directory.write("second/text", "x");
  Config config;
  config.environment = [&](std::string_view) {
    return "relative::" + directory.path("first:") + directory.path("second:");
  };
  BOOST_TEST(find_program(config, "tool").value_or("") == tool);
  BOOST_TEST(!find_program(config, "text"));
  BOOST_TEST(!find_program(config, "missing"));
  BOOST_TEST(find_program(config, tool).has_value());
  BOOST_TEST(!find_program(config, directory.path("second/missing")));
}

BOOST_AUTO_TEST_SUITE_END()
