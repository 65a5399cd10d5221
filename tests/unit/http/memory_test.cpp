// Memory stays flat, whatever is sent and whatever comes.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "streams.hpp"

using namespace test;
using databricks::http_transport;

namespace {

constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30;

struct Measuring : databricks::ByteSink {
  void write(std::string_view bytes) override { size += bytes.size(); }
  std::uint64_t size = 0;
};

// Takes so many bytes and sends so many, as fast as a server can, in a process of its own: its memory is not ours.
class ServerProcess {
 public:
  ServerProcess(std::uint64_t take, std::uint64_t give);
  ~ServerProcess() {
    int status = -1;
    waitpid(child_, &status, 0);
    BOOST_TEST(status == 0);
  }
  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  pid_t child_;
  int port_;
};

void swallow_and_pour(int listener, std::uint64_t take, std::uint64_t give) {
  const int fd = accept(listener, nullptr, nullptr);
  static char piece[1 << 20];
  for (std::uint64_t got = 0; got < take;) {
    const auto n = recv(fd, piece, sizeof piece, 0);
    if (n <= 0) _exit(1);
    got += static_cast<std::uint64_t>(n);
  }
  const auto head = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(give) + "\r\n\r\n";
  if (send(fd, head.data(), head.size(), MSG_NOSIGNAL) < 0) _exit(2);
  for (std::uint64_t sent = 0; sent < give;) {
    const auto n = send(fd, piece, std::min<std::uint64_t>(sizeof piece, give - sent), MSG_NOSIGNAL);
    if (n <= 0) _exit(3);
    sent += static_cast<std::uint64_t>(n);
  }
  while (recv(fd, piece, sizeof piece, 0) > 0) {
  }
  _exit(0);
}

ServerProcess::ServerProcess(std::uint64_t take, std::uint64_t give) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  BOOST_REQUIRE(bind(listener, generic, length) == 0);
  BOOST_REQUIRE(listen(listener, 1) == 0);
  BOOST_REQUIRE(getsockname(listener, generic, &length) == 0);
  port_ = ntohs(address.sin_port);
  child_ = fork();
  BOOST_REQUIRE(child_ >= 0);
  if (child_ == 0) swallow_and_pour(listener, take, give);
  close(listener);
}

// A body of a gzip stream that decodes to a MiB of zeros however often it is repeated.
std::string bomb_piece() {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
  std::string zeros(1 << 20, '\0');
  std::string packed(10'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
  stream.avail_in = static_cast<uInt>(zeros.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FULL_FLUSH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(memory)

BOOST_AUTO_TEST_CASE(row_31_row_191_a_gibibyte_up_and_a_gibibyte_down) {
  const ServerProcess server(kGibibyte, kGibibyte);
  Counting source(kGibibyte);
  Measuring sink;
  forget_peak();
  const auto before = peak_kilobytes();
  http_transport()->send(upload(server.origin(), source), {}, &sink);
  const auto growth = peak_kilobytes() - before;
  BOOST_TEST(source.left == 0);
  BOOST_TEST(sink.size == kGibibyte);
  BOOST_TEST_MESSAGE("peak memory grew by " << growth << " KiB");
  BOOST_TEST(growth < 16 * 1024);
}

BOOST_AUTO_TEST_CASE(a_body_in_memory_is_not_copied) {
  constexpr std::size_t kSize = 256u << 20;
  const ServerProcess server(kSize, 2);
  const auto sent = request(server.origin(), "PUT", std::string(kSize, 'b'));
  forget_peak();
  const auto before = peak_kilobytes();
  BOOST_TEST(http_transport()->send(sent, {}, nullptr).body.size() == 2);
  BOOST_TEST(peak_kilobytes() - before < 16 * 1024);
}

BOOST_AUTO_TEST_CASE(row_38_ten_megabytes_that_decode_to_ten_gigabytes) {
  const auto piece = bomb_piece();
  const std::string header{"\x1f\x8b\x08\0\0\0\0\0\0\xff", 10};
  for (const char* status : {"200 OK", "500 Internal Server Error"}) {
    LoopbackServer server([&](Peer& peer) {
      peer.read_request();
      peer.send("HTTP/1.1 " + std::string(status) + "\r\nContent-Encoding: gzip\r\n\r\n" + header);
      for (int i = 0; i < 10'000; ++i) peer.send(piece);
    });
    auto transport = http_transport();
    const databricks::HttpLimits limits{.max_response_bytes = 4 << 20, .max_error_bytes = 4 << 20};
    forget_peak();
    const auto before = peak_kilobytes();
    if (status[0] == '2') {
      const auto failed = failure_of([&] { get(*transport, server.origin(), limits); });
      BOOST_TEST((failed.fault == databricks::TransportFault::permanent));
      BOOST_TEST(holds(failed.text, "limit of 4194304 bytes"));
      BOOST_TEST(failed.elapsed.count() < 5000);
    } else {
      const auto got = get(*transport, server.origin(), limits);
      BOOST_TEST(got.body.size() == 4u << 20);
      BOOST_TEST(holds(got.body_problem, "first 4194304 bytes"));
    }
    BOOST_TEST(peak_kilobytes() - before < 24 * 1024);
  }
}

BOOST_AUTO_TEST_SUITE_END()
