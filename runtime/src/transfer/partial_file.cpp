#include "transfer/partial_file.hpp"

#include "request/uuid.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace databricks::detail {

namespace {

constexpr std::size_t kLongestState = std::size_t{16} << 20;

[[noreturn]] void fail(int error, const std::string& path) {
  throw std::system_error(error, std::generic_category(), path);
}

// Nothing is followed: in a directory that others may write to, a link could lead anywhere.
int open_file(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (fd < 0) fail(errno, path);
  return fd;
}

void write_all(int fd, std::uint64_t offset, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const auto n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno != EINTR) fail(errno, path);
    if (n <= 0) continue;
    offset += static_cast<std::uint64_t>(n);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::uint64_t size_of(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

std::string read_all(int fd, const std::string& path) {
  std::string text(std::min<std::size_t>(kLongestState, size_of(fd)), '\0');
  const auto n = ::pread(fd, text.data(), text.size(), 0);
  if (n < 0) fail(errno, path);
  text.resize(static_cast<std::size_t>(n));
  return text;
}

// One download at a time. The one before may have given the file its name since we opened it: then it is not ours.
void lock_alone(int fd, const std::string& path) {
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) fail(errno, path);
  struct stat opened {};
  struct stat named {};
  const bool same = ::fstat(fd, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino;
  if (!same) fail(EWOULDBLOCK, path);
}

}  // namespace

void check_destination(const std::string& path, bool overwrite) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return;  // whatever the reason is, creating the file tells it
  if (S_ISDIR(status.st_mode)) fail(EISDIR, path);
  if (!overwrite) fail(EEXIST, path);
  if (!S_ISREG(status.st_mode)) fail(EINVAL, path);
}

PartialFile::PartialFile(const std::string& path, bool keep, std::string target)
    : path_(path), target_(std::move(target)) {
  if (!keep) {
    temporary_ = path + ".part-" + random_uuid().substr(0, 8);
    fd_ = open_file(temporary_, O_RDWR | O_CREAT | O_EXCL);
    return;
  }
  temporary_ = path + ".part";
  state_path_ = temporary_ + ".state";
  fd_ = open_file(temporary_, O_RDWR | O_CREAT);
  try {
    lock_alone(fd_, temporary_);
    state_fd_ = open_file(state_path_, O_RDWR | O_CREAT);
    load();
  } catch (...) {
    if (state_fd_ >= 0) ::close(state_fd_);
    ::close(fd_);
    throw;
  }
}

PartialFile::~PartialFile() {
  // Without a recorded piece there is nothing that could be continued.
  if (!gone_ && (state_path_.empty() || version_ == FileVersion{})) remove_files();
  if (state_fd_ >= 0) ::close(state_fd_);
  ::close(fd_);
}

void PartialFile::load() {
  auto state = parse_state(read_all(state_fd_, state_path_));
  const auto& ranges = state ? state->done.ranges() : done_.ranges();
  if (ranges.empty() || state->target != target_ || ranges.back().to > size_of(fd_)) return discard();
  version_ = state->version;
  done_ = state->done;
  // In place of what is there, which may end in the middle of a line.
  auto text = state_head(target_, version_);
  for (const auto& range : ranges) text += state_line(range);
  write_all(state_fd_, 0, text, state_path_);
  if (::ftruncate(state_fd_, static_cast<off_t>(text.size())) != 0) fail(errno, state_path_);
}

void PartialFile::discard() {
  if (::ftruncate(fd_, 0) != 0) fail(errno, temporary_);
  if (state_fd_ >= 0 && ::ftruncate(state_fd_, 0) != 0) fail(errno, state_path_);
  const std::lock_guard lock(mutex_);
  version_ = {};
  done_ = {};
}

void PartialFile::write(std::uint64_t offset, std::string_view bytes) { write_all(fd_, offset, bytes, temporary_); }

void PartialFile::record(ByteRange range, const FileVersion& version) {
  const std::lock_guard lock(mutex_);
  done_.add(range);
  if (state_path_.empty() || range.from >= range.to || !version.can_resume()) return;
  auto text = version_ == FileVersion{} ? state_head(target_, version) : std::string();
  version_ = version;
  text += state_line(range);
  write_all(state_fd_, size_of(state_fd_), text, state_path_);
}

void PartialFile::commit(std::uint64_t size, bool overwrite) {
  if (::ftruncate(fd_, static_cast<off_t>(size)) != 0) fail(errno, temporary_);
  check_destination(path_, overwrite);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail(errno, path_);
  gone_ = true;
  if (!state_path_.empty()) ::unlink(state_path_.c_str());
}

void PartialFile::remove_files() noexcept {
  ::unlink(temporary_.c_str());
  if (!state_path_.empty()) ::unlink(state_path_.c_str());
}

}  // namespace databricks::detail
