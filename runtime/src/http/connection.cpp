#include "http/connection.hpp"

#include "http/response_head.hpp"

#include <poll.h>

#include <cstring>

namespace databricks {

namespace {

constexpr std::size_t kWriteBuffer = std::size_t{16} << 10;
constexpr std::size_t kLookEvery = std::size_t{1} << 20;
constexpr int kMostInterimAnswers = 100;

}  // namespace

Connection::Connection(std::unique_ptr<Channel> channel)
    : channel_(std::move(channel)), buffer_(new char[kBufferSize]) {}

void Connection::begin(Watch& watch) {
  watch_ = &watch;
  watch.enter(TransportPhase::send);
  pending_.clear();
  begin_ = end_ = scanned_ = sent_since_look_ = 0;
  interim_answers_ = 0;
  wait_first_ = answered_early_ = has_answer_ = lost_ = false;
}

void Connection::write(const char* data, std::size_t size) {
  if (answered_early_) return;
  if (pending_.size() + size <= kWriteBuffer) {
    pending_.append(data, size);
    return;
  }
  flush();
  send_all(data, size);
}

void Connection::flush() {
  send_all(pending_.data(), pending_.size());
  pending_.clear();
  wait_first_ = true;
}

void Connection::send_all(const char* data, std::size_t size) {
  const auto limit = watch_->limits().inactivity_timeout;
  while (size > 0 && !answered_early_) {
    const auto step = channel_->send(data, size);
    if (step.outcome == Step::moved) {
      watch_->note_sent();
      data += step.bytes;
      size -= step.bytes;
      // A peer that goes on reading may have answered all the same.
      sent_since_look_ += step.bytes;
      if (sent_since_look_ >= kLookEvery) {
        sent_since_look_ = 0;
        receive_answer_early();
      }
      continue;
    }
    if (step.outcome == Step::closed || step.outcome == Step::broken) {
      // A peer that has said no may have closed already; its answer is worth more than our complaint.
      if (receive_answer_early()) return;
      lost_ = true;
      watch_->fail("the peer closed the connection");
    }
    const short wanted = step.outcome == Step::wants_write ? POLLIN | POLLOUT : POLLIN;
    const short ready = wait_for(fd(), wanted, watch_->until(limit));
    if (ready == 0) watch_->time_out(limit);
    if (ready & POLLIN) receive_answer_early();
  }
}

bool Connection::receive_answer_early() {
  const auto step = receive_into_buffer();
  if (step.outcome == Step::closed || step.outcome == Step::broken) {
    lost_ = true;
    watch_->fail("the peer closed the connection");
  }
  if (step.outcome == Step::moved) {
    find_head();
    answered_early_ = !unread().empty() && !may_be_interim(unread());
  }
  return answered_early_;
}

std::size_t Connection::find_head() {
  for (;;) {
    const auto length = head_length(unread(), scanned_);
    scanned_ = length == 0 ? unread().size() : 0;
    if (length == 0 || !may_be_interim(unread())) return length;
    if (++interim_answers_ > kMostInterimAnswers) watch_->refuse("the peer sends interim answers without end");
    consume(length);
  }
}

Step Connection::receive_into_buffer() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (end_ == kBufferSize) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == kBufferSize) watch_->refuse("a line or the head of the answer is longer than 64 KiB");
  const auto step = channel_->receive(buffer_.get() + end_, kBufferSize - end_);
  if (step.outcome == Step::moved) {
    end_ += step.bytes;
    has_answer_ = true;
  }
  return step;
}

// In TLS 1.3 a server says only after the handshake that it doesn't like our certificate.
void Connection::fail_broken() const {
  if (const auto problem = channel_->problem(); !problem.empty()) watch_->refuse(problem);
  watch_->fail("the connection broke");
}

bool Connection::fill() { return fill(watch_->until(watch_->limits().inactivity_timeout)); }

bool Connection::fill(Watch::Clock::time_point until) {
  short wanted = POLLIN;
  // Right after a request there is nothing to read yet: asking would only cost a system call.
  bool wait = std::exchange(wait_first_, false) && !answered_early_;
  for (;;) {
    if (wait && wait_for(fd(), wanted, until) == 0) watch_->time_out(watch_->limits().inactivity_timeout);
    const auto step = receive_into_buffer();
    if (step.outcome == Step::moved) return true;
    if (step.outcome == Step::closed || step.outcome == Step::broken) {
      lost_ = true;
      if (watch_->stopped() || step.outcome == Step::broken) fail_broken();
      return false;
    }
    wanted = step.outcome == Step::wants_write ? POLLOUT : POLLIN;
    wait = true;
  }
}

}  // namespace databricks
