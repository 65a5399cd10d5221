// A connection that is kept between exchanges: a channel, a read buffer and a small write buffer.
#pragma once

#include "http/channel.hpp"

#include <string>
#include <string_view>

namespace databricks {

class Connection {
 public:
  /// The longest head of a response, and the most that one read takes.
  static constexpr std::size_t kBufferSize = std::size_t{64} << 10;

  explicit Connection(std::unique_ptr<Channel> channel);

  int fd() const { return channel_->fd(); }
  /// Whether an idle connection can take another request.
  bool is_usable() const { return unread().empty() && is_quiet(fd()); }
  Watch::Clock::time_point idle_since() const { return idle_since_; }
  /// A child made by fork() lets go of its parent's connection.
  void disown() { channel_->disown(); }
  void rest() { idle_since_ = Watch::Clock::now(); }

  /// Before each exchange. The watch must outlive it.
  void begin(Watch& watch);
  /// Small pieces are collected, so that head and body of a small request share a packet.
  void write(const char* data, std::size_t size);
  void flush();
  /// The peer answered before it had read all of the request; what is written from then on is dropped.
  bool answered_early() const { return answered_early_; }

  /// Length of the answer's head at the beginning of unread(), 0 when it isn't complete. Interim answers (1xx) before
  /// it are dropped. Throws TransportError when they are too many.
  std::size_t find_head();

  std::string_view unread() const { return {buffer_.get() + begin_, end_ - begin_}; }
  void consume(std::size_t size) { begin_ += size; }
  /// Adds at least one byte to unread(), or returns false at a proper end of the stream. Throws TransportError.
  bool fill(Watch::Clock::time_point until);
  /// The same, with the limit on inactivity.
  bool fill();

  /// Whether a byte of an answer has come since begin().
  bool has_answer() const { return has_answer_; }
  /// Whether the peer is gone.
  bool is_lost() const { return lost_; }

 private:
  void send_all(const char* data, std::size_t size);
  bool receive_answer_early();
  [[noreturn]] void fail_broken() const;
  Step receive_into_buffer();

  std::unique_ptr<Channel> channel_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::string pending_;
  std::size_t scanned_ = 0;  // of the head, for find_head()
  int interim_answers_ = 0;
  std::size_t sent_since_look_ = 0;
  Watch* watch_ = nullptr;
  Watch::Clock::time_point idle_since_{};
  bool wait_first_ = false;
  bool answered_early_ = false;
  bool has_answer_ = false;
  bool lost_ = false;
};

}  // namespace databricks
