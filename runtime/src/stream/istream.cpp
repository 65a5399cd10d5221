// Any std::istream as a source, from where it stands.
#include <databricks/stream.hpp>
#include <istream>

namespace databricks {

namespace {

class IstreamSource final : public ByteSource {
 public:
  explicit IstreamSource(std::istream& stream) : stream_(stream), start_(position_of(stream)), end_(find_end()) {}

  std::size_t read(char* buffer, std::size_t size) override {
    if (!stream_) return 0;
    stream_.read(buffer, static_cast<std::streamsize>(size));
    if (stream_.bad()) throw std::ios_base::failure("the stream of the request body can't be read");
    return static_cast<std::size_t>(stream_.gcount());
  }

  std::optional<std::uint64_t> size() const override {
    const auto position = position_of(stream_);
    if (!is_known(end_) || !is_known(position)) return std::nullopt;
    return position < end_ ? static_cast<std::uint64_t>(end_ - position) : 0;
  }

  bool rewind() override {
    if (!is_known(start_)) return false;
    stream_.clear();  // the end of the stream was most likely seen
    stream_.seekg(start_);
    return static_cast<bool>(stream_);
  }

 private:
  static bool is_known(std::streampos position) { return position != std::streampos(-1); }

  // Through the buffer, because tellg() of a stream that has seen its end is an error.
  static std::streampos position_of(std::istream& stream) {
    return stream.rdbuf() ? stream.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in) : std::streampos(-1);
  }

  std::streampos find_end() {
    if (!is_known(start_)) return start_;
    const auto end = stream_.rdbuf()->pubseekoff(0, std::ios::end, std::ios::in);
    stream_.rdbuf()->pubseekpos(start_, std::ios::in);
    return end;
  }

  std::istream& stream_;
  std::streampos start_;
  std::streampos end_;
};

}  // namespace

Source::Source(std::istream& stream) : source_(std::make_shared<IstreamSource>(stream)) {}

}  // namespace databricks
