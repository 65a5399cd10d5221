// Processes behind a method of authentication, as badly behaved as they come.
#include "auth/subprocess.hpp"

#include "../federation/stage.hpp"
#include "auth/ambient.hpp"
#include "auth/cli_tool.hpp"

#include <unistd.h>

#include <thread>

#include "fake_tool.hpp"

using namespace test;
using databricks::detail::checked_argument;
using databricks::detail::find_program;
using databricks::detail::find_programs;
using databricks::detail::run_process;
using databricks::detail::run_tool;

namespace {

databricks::detail::ProcessResult shell(const std::string& script, std::chrono::milliseconds limit = 20s,
                                        const std::stop_token& stop = {}) {
  return run_process("/bin/sh", {"-c", script}, limit, stop);
}

std::size_t open_descriptors() {
  std::size_t n = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) n += !entry.path().empty();
  return n;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(process, Stage)

BOOST_AUTO_TEST_CASE(chatty_on_both_pipes) {
  // Far more on either than a pipe holds, so that neither may be read after the other.
  const auto result = shell(
      "i=0; while [ $i -lt 20 ]; do head -c 20000 /dev/zero; head -c 20000 /dev/zero >&2; i=$((i+1)); done; exit 5");
  BOOST_TEST(result.output.size() == 400'000U);
  BOOST_TEST(result.errors.size() == 65'536U);
  BOOST_TEST(result.exit_code == 5);
}

BOOST_AUTO_TEST_CASE(output_with_nul_is_whole) {
  const auto result = shell("printf 'a\\000b'");
  BOOST_TEST(result.output == std::string("a\0b", 3));
}

BOOST_AUTO_TEST_CASE(killed_by_a_signal) {
  BOOST_TEST(shell("kill -TERM $$").exit_code == 128 + 15);
  BOOST_TEST(holds(run_tool("/bin/sh", {"-c", "kill -9 $$"}, 20s, {}).failure, "exit code 137"));
}

BOOST_AUTO_TEST_CASE(pipes_closed_long_before_the_end) {
  BOOST_TEST(shell("exec >&- 2>&-; sleep 0.1; exit 4").exit_code == 4);
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(!error_text([] { shell("exec >&- 2>&-; sleep 30", 100ms); }).empty());
  BOOST_TEST((std::chrono::steady_clock::now() - start < 10s));
}

BOOST_AUTO_TEST_CASE(a_stop_is_noticed_while_it_is_silent_or_chatty) {
  for (const char* script : {"sleep 30", "while :; do echo x >&2; done", "exec >&- 2>&-; sleep 30"}) {
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked;
    std::jthread stopper([&] {
      std::this_thread::sleep_for(50ms);
      asked = std::chrono::steady_clock::now();
      stop.request_stop();
    });
    error_text([&] { shell(script, 30s, stop.get_token()); });
    stopper.join();
    BOOST_TEST((std::chrono::steady_clock::now() - asked < 5s), script);
  }
}

BOOST_AUTO_TEST_CASE(a_stop_before_the_start_runs_it_at_most_for_a_moment) {
  std::stop_source stop;
  stop.request_stop();
  BOOST_TEST(holds(error_text([&] { shell("sleep 30", 30s, stop.get_token()); }), "cancelled"));
}

BOOST_AUTO_TEST_CASE(no_descriptor_is_left_behind_or_handed_on) {
  const auto before = open_descriptors();
  for (int i = 0; i < 20; ++i) {
    shell("exit 0");
    error_text([] { shell("sleep 30", 5ms); });
    error_text([] { run_process("/no/such/program", {}, 1s, {}); });
  }
  BOOST_TEST(open_descriptors() == before);
  // The pipes of one child are not handed on to another.
  const auto listed = [] { return shell("ls /proc/self/fd | wc -l").output; };
  const auto alone = listed();
  std::stop_source stop;
  std::jthread other([&] {
    try {
      shell("sleep 30", 30s, stop.get_token());
    } catch (const databricks::AuthError&) {  // it was stopped
    }
  });
  while (open_descriptors() == before) std::this_thread::yield();
  BOOST_TEST(listed() == alone);
  stop.request_stop();
}

BOOST_AUTO_TEST_CASE(many_at_once) {
  std::atomic<int> good = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&good, i] {
      const auto text = std::to_string(i);
      for (int n = 0; n < 5; ++n) good += shell("sleep 0.01; echo " + text).output == text + "\n";
    });
  }
  threads.clear();
  BOOST_TEST(good == 40);
}

BOOST_AUTO_TEST_CASE(environment_and_input) {
  ::setenv("DATABRICKS_TEST_PASSED", "on", 1);
  BOOST_TEST(shell("printf %s \"$DATABRICKS_TEST_PASSED\"; cat").output == "on");
  ::unsetenv("DATABRICKS_TEST_PASSED");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_started) {
  const FakeTool odd(folder() + "/bin", "odd");
  std::ofstream(odd.path()) << "#!/no/such/interpreter\n";
  std::filesystem::permissions(odd.path(), std::filesystem::perms::owner_all);
  for (const auto& path : {odd.path(), write("not-executable", "#!/bin/sh\n"), folder(), folder() + "/missing"}) {
    BOOST_TEST(holds(error_text([&] { run_process(path, {"planted-secret"}, 1s, {}); }), "can't run " + path));
  }
  BOOST_CHECK_THROW(run_tool(folder() + "/missing", {}, 1s, {}), databricks::detail::NotUsable);
}

BOOST_AUTO_TEST_CASE(found_on_absolute_folders_of_path_in_their_order) {
  const FakeTool first(folder() + "/1", "tool", "true"), second(folder() + "/2", "tool", "true");
  std::filesystem::create_directories(folder() + "/0/tool");
  environment["PATH"] =
      ":relative:." + std::string(":") + folder() + "/0::" + first.folder() + ":/no/such:" + second.folder() + ':';
  const auto made = context();
  const std::vector<std::string> expected = {first.path(), second.path()};
  BOOST_TEST(find_programs(made->config, "tool") == expected, boost::test_tools::per_element());
  BOOST_TEST(find_program(made->config, "tool").value_or("") == first.path());
  BOOST_TEST(!find_program(made->config, "other"));
  BOOST_TEST(!find_program(made->config, folder() + "/0/tool"));
  environment["PATH"] = "";
  BOOST_TEST(!find_program(made->config, "tool"));
}

BOOST_AUTO_TEST_CASE(failures_are_told_without_output) {
  const FakeTool tool(folder() + "/bin", "tool", "echo planted-secret; printf 'no\\nlogin\\t!\\n' >&2; exit 3");
  const auto run = run_tool(tool.path(), {"auth", "token"}, 20s, {});
  BOOST_TEST(run.failure == "`tool auth token` failed with exit code 3: no login !");
  BOOST_TEST(run.output == "");
}

BOOST_AUTO_TEST_CASE(arguments_that_could_be_options) {
  BOOST_TEST(checked_argument("a b", "x") == "a b");
  for (const std::string bad : {"", "-", "--debug", "a\nb", "a\x7f"}) {
    BOOST_TEST(error_text([&] { checked_argument(bad, "profile"); }).starts_with("profile must not"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
