#include "transfer_progress.hpp"

#include <algorithm>

namespace databricks::ext {

TransferProgress::TransferProgress(Direction direction, Function<void(const Progress&)> tell,
                                   std::optional<std::uint64_t> total)
    : direction_(direction), tell_(std::move(tell)), total_(total) {}

void TransferProgress::add(std::uint64_t bytes) {
  if (!tell_ || bytes == 0) return;
  const std::lock_guard lock(mutex_);
  bytes_ += bytes;
  Progress progress;
  (direction_ == Direction::up ? progress.sent : progress.received) = bytes_;
  (direction_ == Direction::up ? progress.to_send : progress.to_receive) = total_;
  tell_(progress);
}

void TransferProgress::take_back(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  bytes_ -= std::min(bytes, bytes_);
}

void TransferProgress::set(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  bytes_ = bytes;
}

Source TransferProgress::counted(Source source) {
  if (!tell_) return source;
  return Source(std::make_shared<CountedSource>(*this, std::move(source)));
}

std::size_t CountedSource::read(char* buffer, std::size_t size) {
  const auto n = source_.get()->read(buffer, size);
  counted_ += n;
  progress_.add(n);
  return n;
}

bool CountedSource::rewind() {
  if (!source_.get()->rewind()) return false;
  progress_.take_back(counted_);
  counted_ = 0;
  return true;
}

}  // namespace databricks::ext
