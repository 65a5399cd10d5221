// The writing end of a file: collects blocks, and is final only when it is told so.
#pragma once

#include <databricks/stream.hpp>

#include <streambuf>
#include <string_view>
#include <vector>

namespace databricks::ext {

/// What is written is abandoned unless finish() was called. Flushing sends nothing: blocks are sent when they are full.
class WriteBuffer : public std::streambuf {
 public:
  WriteBuffer();
  /// Sends the rest and makes all of it final; the second call does nothing. Throws Error when a write had failed.
  void finish();

 protected:
  /// 1 MiB, but for the last one. Called in order.
  virtual void write_block(std::string_view bytes) = 0;
  virtual void commit() = 0;

  int_type overflow(int_type c) override;
  int sync() override { return 0; }

 private:
  void send();

  std::vector<char> block_;
  enum class State { writing, failed, finished } state_ = State::writing;
};

/// Copies all that is left of a source.
void pump(ByteSource& from, WriteBuffer& to);

}  // namespace databricks::ext
