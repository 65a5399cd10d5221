#include "http/response_body.hpp"

#include <algorithm>
#include <charconv>

namespace databricks {

namespace {

constexpr std::size_t kLongestChunkLine = std::size_t{4} << 10;
constexpr std::size_t kMostTrailers = std::size_t{32} << 10;

}  // namespace

std::string_view ResponseBody::next() {
  if (complete_) return {};
  switch (framing_.kind) {
    case Framing::length:
      return next_of_length();
    case Framing::chunked:
      return next_of_chunks();
    case Framing::until_close:
      return next_until_close();
    case Framing::nothing:
      break;
  }
  complete_ = true;
  return {};
}

std::string_view ResponseBody::next_of_length() {
  if (left_ > 0) return take(left_);
  complete_ = true;
  return {};
}

std::string_view ResponseBody::next_of_chunks() {
  if (in_chunk_ && left_ == 0) {
    if (!take_line(kLongestChunkLine, line_limit()).empty())
      watch_.refuse("a chunk of the answer is longer than announced");
    in_chunk_ = false;
  }
  if (!in_chunk_) start_chunk();
  if (left_ > 0) return take(left_);
  skip_trailers();
  complete_ = true;
  return {};
}

std::string_view ResponseBody::next_until_close() {
  if (connection_.unread().empty() && !connection_.fill()) {
    complete_ = true;
    return {};
  }
  return take(connection_.unread().size());
}

std::string_view ResponseBody::take(std::uint64_t most) {
  if (connection_.unread().empty() && !connection_.fill()) ended_early();
  const auto unread = connection_.unread();
  const auto piece = unread.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(most, unread.size())));
  connection_.consume(piece.size());
  left_ -= std::min<std::uint64_t>(left_, piece.size());
  received_ += piece.size();
  return piece;
}

// One limit for a whole line, or for all trailers: a byte now and then must not keep us here.
Watch::Clock::time_point ResponseBody::line_limit() const { return watch_.until(watch_.limits().inactivity_timeout); }

std::string_view ResponseBody::take_line(std::size_t longest, Watch::Clock::time_point until) {
  auto end = connection_.unread().find('\n');
  while (end == std::string_view::npos && connection_.unread().size() <= longest) {
    const auto scanned = connection_.unread().size();
    if (!connection_.fill(until)) ended_early();
    end = connection_.unread().find('\n', scanned);
  }
  if (end > longest) watch_.refuse("a line in the chunked answer is longer than " + std::to_string(longest) + " bytes");
  auto line = connection_.unread().substr(0, end);
  connection_.consume(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

void ResponseBody::start_chunk() {
  // `1f;name=value`: extensions mean nothing to us.
  const auto line = take_line(kLongestChunkLine, line_limit());
  const auto size = line.substr(0, line.find_first_of("; \t"));
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), left_, 16);
  if (size.empty() || error != std::errc() || end != size.data() + size.size()) {
    watch_.refuse("the answer has a malformed chunk size");
  }
  in_chunk_ = true;
}

void ResponseBody::skip_trailers() {
  const auto until = line_limit();
  std::size_t left = kMostTrailers;
  for (auto line = take_line(left, until); !line.empty(); line = take_line(left, until)) {
    left -= std::min(left, line.size() + 2);
  }
}

void ResponseBody::ended_early() const {
  auto text = "the body of the answer ended early, after " + std::to_string(received_);
  if (framing_.kind == Framing::length) text += " of " + std::to_string(framing_.bytes);
  watch_.fail(text + " bytes");
}

}  // namespace databricks
