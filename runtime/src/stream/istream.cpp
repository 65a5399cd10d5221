// Any std::istream as a source, from where it stands.
#include <databricks/stream.hpp>
#include <istream>

namespace databricks {

namespace {

[[noreturn]] void fail() { throw std::ios_base::failure("the stream of the request body can't be read"); }

// Works on the buffer: the stream would turn the end of its bytes into an exception where exceptions() asks for that,
// and what a buffer of the caller's throws into a mere flag.
class IstreamSource final : public ByteSource {
 public:
  explicit IstreamSource(std::istream& stream) : buffer_(stream.rdbuf()) {
    if (buffer_ == nullptr || stream.bad() || (stream.fail() && !stream.eof())) fail();
    start_ = position();
    if (!is_known(start_)) return;
    end_ = buffer_->pubseekoff(0, std::ios::end, std::ios::in);
    if (!rewind()) fail();
  }

  std::size_t read(char* buffer, std::size_t size) override {
    return static_cast<std::size_t>(buffer_->sgetn(buffer, static_cast<std::streamsize>(size)));
  }

  std::optional<std::uint64_t> size() const override {
    const auto now = position();
    if (!is_known(end_) || !is_known(now)) return std::nullopt;
    return now < end_ ? static_cast<std::uint64_t>(end_ - now) : 0;
  }

  bool rewind() override { return is_known(start_) && is_known(buffer_->pubseekpos(start_, std::ios::in)); }

 private:
  static bool is_known(std::streampos position) { return position != std::streampos(-1); }
  std::streampos position() const { return buffer_->pubseekoff(0, std::ios::cur, std::ios::in); }

  std::streambuf* buffer_;
  std::streampos start_{-1};
  std::streampos end_{-1};
};

}  // namespace

Source::Source(std::istream& stream) : source_(std::make_shared<IstreamSource>(stream)) {}

}  // namespace databricks
