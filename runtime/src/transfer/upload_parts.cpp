#include "transfer/upload_parts.hpp"

#include <databricks/error.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

namespace databricks::detail {

namespace {

class SharedBytes final : public ByteSource {
 public:
  SharedBytes(std::shared_ptr<const PartBytes> bytes, std::size_t from)
      : bytes_(std::move(bytes)), from_(from), position_(from) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const auto n = std::min(size, bytes_->size - position_);
    std::copy_n(bytes_->data.get() + position_, n, buffer);
    position_ += n;
    return n;
  }
  std::optional<std::uint64_t> size() const override { return bytes_->size - position_; }
  bool rewind() override {
    position_ = from_;
    return true;
  }

 private:
  std::shared_ptr<const PartBytes> bytes_;
  std::size_t from_;
  std::size_t position_;
};

// Buffers of one size, used again: fresh memory costs more than what is copied into it. Parts may outlive it.
class PartBuffers {
 public:
  std::shared_ptr<PartBytes> take(std::size_t capacity) {
    std::unique_ptr<PartBytes> bytes;
    {
      const std::lock_guard lock(free_->mutex);
      if (!free_->list.empty()) {
        bytes = std::move(free_->list.back());
        free_->list.pop_back();
      }
    }
    // No part is longer than the first one was to be.
    if (!bytes) bytes = std::make_unique<PartBytes>(PartBytes{std::make_unique_for_overwrite<char[]>(capacity), 0});
    return {bytes.release(), [free = free_](PartBytes* used) {
              std::unique_ptr<PartBytes> back(used);
              const std::lock_guard lock(free->mutex);
              free->list.push_back(std::move(back));
            }};
  }

 private:
  struct Free {
    std::mutex mutex;
    std::vector<std::unique_ptr<PartBytes>> list;
  };
  std::shared_ptr<Free> free_ = std::make_shared<Free>();
};

// What was read already, and then the rest. Parts are let go of as they are read.
class Joined final : public ByteSource {
 public:
  Joined(std::vector<Source> parts, std::optional<std::uint64_t> size) : parts_(std::move(parts)), left_(size) {}
  std::size_t read(char* buffer, std::size_t size) override {
    while (!parts_.empty()) {
      const auto n = parts_.front().get()->read(buffer, size);
      if (left_) *left_ -= std::min<std::uint64_t>(n, *left_);
      if (n > 0) return n;
      parts_.erase(parts_.begin());
    }
    return 0;
  }
  std::optional<std::uint64_t> size() const override { return left_; }

 private:
  std::vector<Source> parts_;
  std::optional<std::uint64_t> left_;
};

class FileInput final : public UploadInput {
 public:
  FileInput(std::string path, const FileIdentity& identity, std::uint64_t part_size)
      : path_(std::move(path)), identity_(identity), part_size_(part_size) {}

  std::optional<std::uint64_t> size() const override { return identity_.size; }
  bool is_less_than(std::uint64_t bytes) override { return identity_.size < bytes; }
  UploadPart next() override {
    UploadPart part{.offset = position_, .size = std::min(part_size_, identity_.size - position_), .file = path_};
    position_ = part.end();
    part.is_last = position_ == identity_.size;
    return part;
  }
  Source whole(const std::optional<UploadPart>&) override { return Source::from_file(path_, 0, identity_.size); }
  void check_unchanged() const override {
    if (identify_file(path_) == identity_) return;
    throw InvalidArgument(path_ + " changed while it was uploaded");
  }

 private:
  std::string path_;
  FileIdentity identity_;
  std::uint64_t part_size_;
  std::uint64_t position_ = 0;
};

class StreamInput final : public UploadInput {
 public:
  StreamInput(Source source, std::uint64_t part_size)
      : source_(std::move(source)), part_size_(part_size), size_(source_.get()->size()) {}

  std::optional<std::uint64_t> size() const override { return size_; }
  bool is_less_than(std::uint64_t bytes) override;
  UploadPart next() override;
  Source whole(const std::optional<UploadPart>& first) override;
  void check_unchanged() const override {}

 private:
  UploadPart read_part();
  std::size_t fill(char* buffer, std::size_t size);

  Source source_;
  std::uint64_t part_size_;
  std::optional<std::uint64_t> size_;
  std::uint64_t position_ = 0;   // of what was read
  std::optional<char> ahead_{};  // the byte behind it, when that had to be found out
  PartBuffers buffers_{};
  std::deque<UploadPart> waiting_{};
};

bool StreamInput::is_less_than(std::uint64_t bytes) {
  if (size_) return *size_ < bytes;
  while (position_ < bytes && (waiting_.empty() || !waiting_.back().is_last)) waiting_.push_back(read_part());
  return position_ < bytes;
}

UploadPart StreamInput::next() {
  if (waiting_.empty()) return read_part();
  auto part = std::move(waiting_.front());
  waiting_.pop_front();
  return part;
}

// A source may give less than it is asked for as often as it likes: only 0 is the end.
std::size_t StreamInput::fill(char* buffer, std::size_t size) {
  std::size_t got = 0;
  while (got < size) {
    const auto n = source_.get()->read(buffer + got, size - got);
    if (n == 0) break;
    got += n;
  }
  return got;
}

UploadPart StreamInput::read_part() {
  const auto wanted = static_cast<std::size_t>(size_ ? std::min(part_size_, *size_ - position_) : part_size_);
  auto bytes = buffers_.take(wanted);
  std::size_t got = 0;
  if (ahead_) bytes->data[got++] = *std::exchange(ahead_, std::nullopt);
  got += fill(bytes->data.get() + got, wanted - got);
  bytes->size = got;
  if (size_ && got < wanted) {
    throw InvalidArgument("the source of an upload ended after " + std::to_string(position_ + got) + " of " +
                          std::to_string(*size_) + " bytes");
  }
  UploadPart part{.offset = position_, .size = got, .bytes = bytes};
  position_ += got;
  char next = 0;
  if (!size_ && got == wanted && fill(&next, 1) == 1) ahead_ = next;
  part.is_last = size_ ? position_ == *size_ : !ahead_;
  return part;
}

Source StreamInput::whole(const std::optional<UploadPart>& first) {
  if (position_ == 0 || source_.get()->rewind()) return source_;
  std::vector<Source> parts;
  if (first) parts.push_back(first->source());
  for (const auto& part : waiting_) parts.push_back(part.source());
  if (ahead_) parts.push_back(Source(std::string(1, *ahead_)));
  parts.push_back(source_);
  return Source(std::make_shared<Joined>(std::move(parts), size_));
}

}  // namespace

UploadInput::~UploadInput() = default;

Source UploadPart::source(std::uint64_t skip) const {
  if (bytes == nullptr) return Source::from_file(file, offset + skip, size - skip);
  return Source(std::make_shared<SharedBytes>(bytes, static_cast<std::size_t>(skip)));
}

FileIdentity identify_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw std::system_error(errno, std::generic_category(), path);
  if (!S_ISREG(status.st_mode)) throw InvalidArgument(path + " is no regular file");
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return {static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec};
}

std::unique_ptr<UploadInput> file_input(const std::string& path, const FileIdentity& identity,
                                        std::uint64_t part_size) {
  return std::make_unique<FileInput>(path, identity, part_size);
}

std::unique_ptr<UploadInput> stream_input(Source source, std::uint64_t part_size) {
  if (!source.has_value()) throw InvalidArgument("an upload needs a Source with bytes");
  return std::make_unique<StreamInput>(std::move(source), part_size);
}

}  // namespace databricks::detail
