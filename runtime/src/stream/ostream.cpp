#include <databricks/stream.hpp>
#include <ostream>

namespace databricks {

namespace {

class OstreamSink final : public ByteSink {
 public:
  explicit OstreamSink(std::ostream& stream) : stream_(stream) {}
  void write(std::string_view bytes) override {
    if (!stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
      throw std::ios_base::failure("the stream for the answer can't be written");
    }
  }

 private:
  std::ostream& stream_;
};

}  // namespace

Sink::Sink(std::ostream& stream) : sink_(std::make_shared<OstreamSink>(stream)) {}

}  // namespace databricks
