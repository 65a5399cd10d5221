// Files without a buffer of ours: transfers come in big pieces already.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <databricks/error.hpp>
#include <databricks/stream.hpp>
#include <system_error>
#include <utility>

namespace databricks {

namespace {

class File {
 public:
  File(std::string path, int flags) : path_(std::move(path)), fd_(::open(path_.c_str(), flags | O_CLOEXEC, 0666)) {
    if (fd_ < 0) fail();
  }
  ~File() { ::close(fd_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }
  [[noreturn]] void fail() const { throw std::system_error(errno, std::generic_category(), path_); }

 private:
  std::string path_;
  int fd_;
};

class FileSource final : public ByteSource {
 public:
  explicit FileSource(const std::string& path) : file_(path, O_RDONLY) {
    struct stat status {};
    if (::fstat(file_.fd(), &status) != 0) file_.fail();
    // A pipe or device has no size to announce and no beginning to go back to. A directory opens, but can't be read.
    if (S_ISREG(status.st_mode)) size_ = static_cast<std::uint64_t>(status.st_size);
  }

  std::size_t read(char* buffer, std::size_t size) override {
    ssize_t n = 0;
    do {
      n = ::read(file_.fd(), buffer, size);
    } while (n < 0 && errno == EINTR);
    if (n < 0) file_.fail();
    position_ += static_cast<std::uint64_t>(n);
    return static_cast<std::size_t>(n);
  }

  std::optional<std::uint64_t> size() const override {
    if (!size_) return std::nullopt;
    return *size_ > position_ ? *size_ - position_ : 0;
  }

  bool rewind() override {
    if (!size_ || ::lseek(file_.fd(), 0, SEEK_SET) != 0) return false;
    position_ = 0;
    return true;
  }

 private:
  File file_;
  std::optional<std::uint64_t> size_;
  std::uint64_t position_ = 0;
};

// Reads at offsets of its own, so that parts of one file can be sent side by side.
class FilePartSource final : public ByteSource {
 public:
  FilePartSource(const std::string& path, std::uint64_t offset, std::optional<std::uint64_t> length)
      : file_(path, O_RDONLY), offset_(offset) {
    struct stat status {};
    if (::fstat(file_.fd(), &status) != 0) file_.fail();
    if (!S_ISREG(status.st_mode)) throw InvalidArgument(path + " has no parts: it is no regular file");
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (offset > size || length.value_or(0) > size - offset) {
      throw InvalidArgument(path + " has " + std::to_string(size) + " bytes, which is less than the part asked for");
    }
    length_ = length.value_or(size - offset);
  }

  std::size_t read(char* buffer, std::size_t size) override {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, length_ - position_));
    ssize_t n = 0;
    do {
      n = ::pread(file_.fd(), buffer, wanted, static_cast<off_t>(offset_ + position_));
    } while (n < 0 && errno == EINTR);
    if (n < 0) file_.fail();
    position_ += static_cast<std::uint64_t>(n);
    return static_cast<std::size_t>(n);
  }

  std::optional<std::uint64_t> size() const override { return length_ - position_; }
  bool rewind() override {
    position_ = 0;
    return true;
  }

 private:
  File file_;
  std::uint64_t offset_;
  std::uint64_t length_ = 0;
  std::uint64_t position_ = 0;
};

class FileSink final : public ByteSink {
 public:
  explicit FileSink(const std::string& path) : file_(path, O_WRONLY | O_CREAT | O_TRUNC) {}
  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const auto n = ::write(file_.fd(), bytes.data(), bytes.size());
      if (n < 0 && errno != EINTR) file_.fail();
      if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }

 private:
  File file_;
};

}  // namespace

Source Source::from_file(const std::string& path) { return Source(std::make_shared<FileSource>(path)); }

Source Source::from_file(const std::string& path, std::uint64_t offset, std::optional<std::uint64_t> length) {
  return Source(std::make_shared<FilePartSource>(path, offset, length));
}

Sink Sink::to_file(const std::string& path) { return Sink(std::make_shared<FileSink>(path)); }

}  // namespace databricks
