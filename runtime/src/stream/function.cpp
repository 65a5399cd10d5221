#include <databricks/stream.hpp>

namespace databricks {

namespace {

class FunctionSource final : public ByteSource {
 public:
  explicit FunctionSource(Function<std::size_t(char*, std::size_t)> read) : read_(std::move(read)) {}
  std::size_t read(char* buffer, std::size_t size) override { return read_(buffer, size); }

 private:
  Function<std::size_t(char*, std::size_t)> read_;
};

class FunctionSink final : public ByteSink {
 public:
  explicit FunctionSink(Function<void(std::string_view)> write) : write_(std::move(write)) {}
  void write(std::string_view bytes) override { write_(bytes); }

 private:
  Function<void(std::string_view)> write_;
};

}  // namespace

Source Source::from_function(Function<std::size_t(char* buffer, std::size_t size)> read) {
  return Source(std::make_shared<FunctionSource>(std::move(read)));
}

Sink Sink::to_function(Function<void(std::string_view bytes)> write) {
  return Sink(std::make_shared<FunctionSink>(std::move(write)));
}

}  // namespace databricks
