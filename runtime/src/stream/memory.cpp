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

}  // namespace

Source::Source(std::string bytes) : source_(std::make_shared<MemorySource>(std::move(bytes))) {}

}  // namespace databricks
