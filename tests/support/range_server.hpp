// A server of one big file that answers Range requests as RFC 9110 has it, and wrongly where a test says so.
#pragma once

#include "loopback.hpp"

#include <atomic>
#include <cstdint>
#include <optional>

namespace test {

/// An answer as it would be right; a test changes what is to be wrong.
struct RangeReply {
  int number;          // of the request, from 0
  std::string range;   // as asked for; empty: all
  std::uint64_t from;  // what is sent of the file
  std::uint64_t to;
  int status;                 // 200, 206, 412 or 416
  std::string content_range;  // of a 206
  std::string etag;
  std::string last_modified;
  std::string more_headers;
  bool chunked = false;
  std::optional<std::uint64_t> cut_after{};  // closes after that many bytes of the body
  std::chrono::milliseconds stall{0};        // before the last byte
};

class RangeServer {
 public:
  explicit RangeServer(std::uint64_t size, std::function<void(RangeReply&)> change = {});

  /// What the file holds there: nothing that repeats at even distances.
  static std::string bytes(std::uint64_t from, std::uint64_t to);
  std::string origin() const { return server_.origin(); }
  std::vector<std::string> requests() const { return server_.requests(); }

  // What the file is; atomic or set before the first request.
  std::string etag = "\"one\"";
  std::string last_modified = "Wed, 21 Oct 2015 07:28:00 GMT";

 private:
  void serve(Peer& peer);
  bool answer_one(Peer& peer, const std::string& request);
  RangeReply right_answer(const std::string& request);

  std::uint64_t size_;
  std::function<void(RangeReply&)> change_;
  std::atomic<int> next_ = 0;
  LoopbackServer server_;
};

/// The value of a header in a raw request; empty: it has none.
std::string header_of(const std::string& request, const std::string& name);

}  // namespace test
