// A client that sends exactly the bytes it is told to: what a well-behaved client never would.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

struct RawReply {
  int status = 0;
  std::string head{};
  std::string body{};
};

/// Sends the bytes on a connection of their own and reads until the server hangs up or one answer is complete. Status
/// 0: there was no answer.
RawReply exchange(std::uint16_t port, std::string_view bytes, bool is_head = false);

/// A request with an Authorization header, and a Content-Length for a body.
RawReply send(std::uint16_t port, std::string_view method, std::string_view target, std::string_view body = {});
