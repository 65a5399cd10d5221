// How much memory a big upload takes.
#include "files_fixture.hpp"

#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace databricks;

constexpr std::size_t kMiB = std::size_t{1} << 20;
constexpr std::size_t kBig = 96 * kMiB;

std::size_t most_resident() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
  }
  return 0;
}

// Bytes that are made as they are read.
struct Generated : ByteSource {
  std::size_t read(char* buffer, std::size_t size) override {
    const auto n = std::min(size, kBig - at);
    for (std::size_t i = 0; i < n; ++i) buffer[i] = static_cast<char>((at + i) % 251);
    at += n;
    return n;
  }
  std::optional<std::uint64_t> size() const override { return kBig - at; }
  std::size_t at = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(memory)

BOOST_AUTO_TEST_CASE(an_upload_takes_its_parts_and_no_more) {
  test::StoreServers servers(test::Cloud::aws);
  int result[2];
  BOOST_REQUIRE(pipe(result) == 0);
  const pid_t process = fork();
  if (process == 0) {
    auto config = test::config_of(servers.origin());
    config.files_ext.multipart_upload_part_size_options = {4 * kMiB};
    const auto before = most_resident();
    WorkspaceClient(config).files.upload(test::kPath, Source(std::make_shared<Generated>()), {.parallelism = 3});
    const auto taken = most_resident() - before;
    ::_exit(::write(result[1], &taken, sizeof taken) == sizeof taken ? 0 : 1);
  }
  ::close(result[1]);  // else nothing ends the reading below when the process dies
  int status = 0;
  ::waitpid(process, &status, 0);
  std::size_t taken = 0;
  BOOST_TEST(status == 0);
  BOOST_REQUIRE(::read(result[0], &taken, sizeof taken) == static_cast<ssize_t>(sizeof taken));
  ::close(result[0]);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  BOOST_TEST(taken < 3 * 4 * kMiB + 16 * kMiB);
#endif
  const auto file = servers.store.file(test::kPath);
  BOOST_REQUIRE(file.has_value());
  BOOST_TEST(file->size() == kBig);
  bool same = true;
  for (std::size_t i = 0; i < file->size(); ++i) same &= (*file)[i] == static_cast<char>(i % 251);
  BOOST_TEST(same);
}

BOOST_AUTO_TEST_SUITE_END()
