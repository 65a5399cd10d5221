// Counts the bytes of a call's bodies as they come and go, and tells the caller.
#pragma once

#include <databricks/call.hpp>
#include <databricks/http.hpp>

#include <memory>

namespace databricks::detail {

/// Stands between the transport and the caller's source, sink and progress function. Owns what it uses: a request
/// that holds it may be kept.
class Meter final : public ByteSource, public ByteSink {
 public:
  /// Of a call with none of the three there is nothing to count: null.
  static std::shared_ptr<Meter> of(const HttpRequest& request, const CallOptions& options);

  Meter(std::shared_ptr<ByteSource> source, const CallOptions& options);

  std::size_t read(char* buffer, std::size_t size) override;
  std::optional<std::uint64_t> size() const override { return source_->size(); }
  /// True also when nothing was read yet.
  bool rewind() override;
  void begin(const HttpResponse& head) override;
  void write(std::string_view bytes) override;

  bool has_source() const { return source_ != nullptr; }
  /// Where the answer goes; null: into memory.
  ByteSink* sink() { return sink_ ? this : nullptr; }
  std::uint64_t bytes_sent() const { return progress_.sent; }
  /// By the sink.
  std::uint64_t bytes_taken() const { return sink_ ? progress_.received : 0; }
  /// Whether source, sink or progress function threw: what they throw is the caller's, not a failure of the call.
  bool caller_threw() const { return in_caller_; }
  /// All has come and gone.
  void finish(const HttpRequest& request, const HttpResponse& response);

 private:
  void tell();

  std::shared_ptr<ByteSource> source_;
  std::optional<Sink> sink_;
  Function<void(const Progress&)> on_progress_;
  Progress progress_{};
  bool in_caller_ = false;  // stays true when the caller's code throws
};

}  // namespace databricks::detail
