// How many bytes of a transfer have gone, counted over all its requests and threads.
#pragma once

#include <databricks/call.hpp>

#include <memory>
#include <mutex>

namespace databricks::ext {

/// Callable from any thread; the caller's function is called by one at a time.
class TransferProgress {
 public:
  enum class Direction { up, down };
  TransferProgress(Direction direction, Function<void(const Progress&)> tell, std::optional<std::uint64_t> total);

  void add(std::uint64_t bytes);
  /// These will be moved again.
  void take_back(std::uint64_t bytes);
  /// So many have gone; tells nobody.
  void set(std::uint64_t bytes);
  /// A source that counts what is read of it, and takes it back when it is read anew.
  Source counted(Source source);
  /// The same for each attempt of a request: counts what it has read in place of what the last attempt had.
  Function<Source()> counted_attempts(Function<Source()> source);

 private:
  Direction direction_;
  Function<void(const Progress&)> tell_;
  std::optional<std::uint64_t> total_;
  std::mutex mutex_;
  std::uint64_t bytes_ = 0;
};

class CountedSource final : public ByteSource {
 public:
  CountedSource(TransferProgress& progress, Source source) : progress_(progress), source_(std::move(source)) {}
  std::size_t read(char* buffer, std::size_t size) override;
  std::optional<std::uint64_t> size() const override { return source_.get()->size(); }
  bool rewind() override;
  /// What it has read does not count.
  void take_back();

 private:
  TransferProgress& progress_;
  Source source_;
  std::uint64_t counted_ = 0;
};

}  // namespace databricks::ext
