// The body of a response without its framing, in pieces of the connection's buffer.
#pragma once

#include "http/connection.hpp"
#include "http/response_head.hpp"

namespace databricks {

class ResponseBody {
 public:
  ResponseBody(Connection& connection, const Watch& watch, const Framing& framing)
      : connection_(connection), watch_(watch), framing_(framing), left_(framing.bytes) {}

  /// The next bytes, good until the next call; empty at the end. Throws TransportError when the body ends too early
  /// or is malformed: a part of a body is never taken for the whole.
  std::string_view next();
  /// Whether all of it has been read.
  bool is_complete() const { return complete_; }
  /// How many bytes have been handed out.
  std::uint64_t received() const { return received_; }

 private:
  std::string_view next_of_length();
  std::string_view next_of_chunks();
  std::string_view next_until_close();
  std::string_view take(std::uint64_t most);
  Watch::Clock::time_point line_limit() const;
  std::string_view take_line(std::size_t longest, Watch::Clock::time_point until);
  void start_chunk();
  void skip_trailers();
  [[noreturn]] void ended_early() const;

  Connection& connection_;
  const Watch& watch_;
  Framing framing_;
  std::uint64_t left_;  // of the body or of the chunk
  std::uint64_t received_ = 0;
  bool in_chunk_ = false;
  bool complete_ = false;
};

}  // namespace databricks
