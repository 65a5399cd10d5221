#include <algorithm>
#include <databricks/stream.hpp>

namespace databricks {

namespace {

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const auto n = bytes_.copy(buffer, size, position_);
    position_ += n;
    return n;
  }
  std::optional<std::uint64_t> size() const override { return bytes_.size() - position_; }
  bool rewind() override {
    position_ = 0;
    return true;
  }

 private:
  std::string bytes_;
  std::size_t position_ = 0;
};

class MemorySink final : public ByteSink {
 public:
  explicit MemorySink(std::string& text) : text_(text) {}
  void write(std::string_view bytes) override { text_ += bytes; }

 private:
  std::string& text_;
};

}  // namespace

Source::Source(std::string bytes) : source_(std::make_shared<MemorySource>(std::move(bytes))) {}

Sink Sink::to_memory(std::string& text) { return Sink(std::make_shared<MemorySink>(text)); }

}  // namespace databricks
