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

Function<Source()> TransferProgress::counted_attempts(Function<Source()> source) {
  if (!tell_) return source;
  return [this, source = std::move(source), last = std::shared_ptr<CountedSource>()]() mutable {
    if (last) last->take_back();
    last = std::make_shared<CountedSource>(*this, source());
    return Source(last);
  };
}

std::size_t CountedSource::read(char* buffer, std::size_t size) {
  const auto n = source_.get()->read(buffer, size);
  counted_ += n;
  progress_.add(n);
  return n;
}

bool CountedSource::rewind() {
  if (!source_.get()->rewind()) return false;
  take_back();
  return true;
}

void CountedSource::take_back() {
  progress_.take_back(counted_);
  counted_ = 0;
}

}  // namespace databricks::ext
