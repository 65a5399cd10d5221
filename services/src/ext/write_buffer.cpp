#include "write_buffer.hpp"

#include <databricks/error.hpp>

namespace databricks::ext {

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;  // what one call of DBFS may carry

}  // namespace

WriteBuffer::WriteBuffer() : block_(kBlock) { setp(block_.data(), block_.data() + block_.size()); }

void WriteBuffer::send() {
  if (state_ == State::finished) throw Error("the file is closed");
  if (state_ == State::failed) throw Error("the file is not complete: a part of it could not be written");
  const std::string_view bytes(pbase(), static_cast<std::size_t>(pptr() - pbase()));
  state_ = State::failed;  // unless all goes well: no block may be missing in the middle
  if (!bytes.empty()) write_block(bytes);
  state_ = State::writing;
  setp(block_.data(), block_.data() + block_.size());
}

WriteBuffer::int_type WriteBuffer::overflow(int_type c) {
  send();
  if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
  return traits_type::not_eof(c);
}

void WriteBuffer::finish() {
  if (state_ == State::finished) return;
  send();
  state_ = State::failed;
  commit();
  state_ = State::finished;
  setp(nullptr, nullptr);
}

void pump(ByteSource& from, WriteBuffer& to) {
  std::vector<char> buffer(std::size_t{1} << 18);
  while (const auto n = from.read(buffer.data(), buffer.size())) {
    to.sputn(buffer.data(), static_cast<std::streamsize>(n));
  }
}

}  // namespace databricks::ext
