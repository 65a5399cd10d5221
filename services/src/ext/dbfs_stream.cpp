#include "dbfs_stream.hpp"

#include "auth/base64.hpp"

#include <databricks/error.hpp>
#include <databricks/models/files.hpp>

#include <algorithm>

namespace databricks::ext {

namespace {

constexpr std::uint64_t kBlock = std::uint64_t{1} << 20;

CallOptions marked(CallOptions call) {
  call.user_agent += std::string(call.user_agent.empty() ? "" : " ") + "sdk-feature/dbfs-handle";
  return call;
}

class ReadBuffer final : public std::streambuf {
 public:
  ReadBuffer(const PathContext& context, std::string path, std::uint64_t size)
      : dbfs_{context.client}, call_(marked(context.call)), path_(std::move(path)), size_(size) {}

 protected:
  int_type underflow() override {
    if (next_ >= size_) return traits_type::eof();
    block_ = fetch(next_, std::min(kBlock, size_ - next_));
    next_ += block_.size();
    setg(block_.data(), block_.data(), block_.data() + block_.size());
    return traits_type::to_int_type(*gptr());
  }

  pos_type seekoff(off_type offset, std::ios_base::seekdir direction, std::ios_base::openmode which) override {
    const auto base = direction == std::ios_base::beg   ? 0
                      : direction == std::ios_base::cur ? static_cast<off_type>(position())
                                                        : static_cast<off_type>(size_);
    return seekpos(base + offset, which);
  }

  pos_type seekpos(pos_type target, std::ios_base::openmode) override {
    if (target < 0 || target > static_cast<off_type>(size_)) return pos_type(off_type(-1));
    // Where it stands already: then the block stays.
    if (target == pos_type(static_cast<off_type>(position()))) return target;
    next_ = static_cast<std::uint64_t>(off_type(target));
    setg(nullptr, nullptr, nullptr);
    return target;
  }

 private:
  std::uint64_t position() const { return next_ - static_cast<std::uint64_t>(egptr() - gptr()); }

  std::string fetch(std::uint64_t offset, std::uint64_t length) const {
    const auto answer = dbfs_.read(
        {.path = path_, .length = static_cast<std::int64_t>(length), .offset = static_cast<std::int64_t>(offset)},
        call_);
    auto bytes = detail::from_base64(answer.data.value_or(""));
    if (!bytes) throw Error("DBFS sent a part of " + path_ + " that is not base64");
    if (bytes->empty()) {
      throw Error("unexpected EOF at offset " + std::to_string(offset) + " (size " + std::to_string(size_) + ") of " +
                  path_);
    }
    if (bytes->size() > length) throw Error("DBFS sent more of " + path_ + " than was asked for");
    return std::move(*bytes);
  }

  services::files::Dbfs dbfs_;
  CallOptions call_;
  std::string path_;
  std::uint64_t size_;
  std::uint64_t next_ = 0;  // behind the block
  std::string block_;
};

class BlockWriter final : public WriteBuffer {
 public:
  BlockWriter(const PathContext& context, const std::string& path, bool overwrite)
      : dbfs_{context.client}, call_(marked(context.call)) {
    files::Create request{.path = path};
    if (overwrite) request.overwrite = true;
    const auto created = dbfs_.create(request, call_);
    if (!created.handle.has_value()) throw Error("DBFS opened " + path + " and named no handle");
    handle_ = *created.handle;
  }

  ~BlockWriter() override {
    if (!open_) return;
    try {
      call_.stop = {};  // also when a stop is why we are here
      dbfs_.close({handle_}, call_);
    } catch (...) {
      // The service closes it in time.
    }
  }

 private:
  void write_block(std::string_view bytes) override {
    dbfs_.add_block({.handle = handle_, .data = detail::base64(bytes)}, call_);
  }

  void commit() override {
    open_ = false;
    dbfs_.close({handle_}, call_);
  }

  services::files::Dbfs dbfs_;
  CallOptions call_;
  std::int64_t handle_ = 0;
  bool open_ = true;
};

}  // namespace

std::unique_ptr<std::streambuf> read_dbfs(const PathContext& context, const std::string& path, std::uint64_t size) {
  return std::make_unique<ReadBuffer>(context, path, size);
}

std::unique_ptr<WriteBuffer> write_dbfs(const PathContext& context, const std::string& path, bool overwrite) {
  return std::make_unique<BlockWriter>(context, path, overwrite);
}

}  // namespace databricks::ext
