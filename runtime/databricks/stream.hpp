// Byte streams: where an upload comes from and where a download goes, with flat memory.
#pragma once

#include <databricks/export.hpp>
#include <databricks/function.hpp>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace databricks {

struct HttpResponse;  // <databricks/http.hpp>

/// Gives the bytes of a request body. Used by one call at a time; implementations need no locking.
class DATABRICKS_API ByteSource {
 public:
  virtual ~ByteSource();
  /// Fills at most `size` bytes and returns how many; 0 is the end. May throw; the call then fails.
  virtual std::size_t read(char* buffer, std::size_t size) = 0;
  /// How many bytes are left, if known; then they are announced as Content-Length.
  virtual std::optional<std::uint64_t> size() const { return std::nullopt; }
  /// Goes back to where the source stood when the call began. False: it can't, so no retry is possible.
  virtual bool rewind() { return false; }
};

/// Takes the bytes of a response body, in order. Used by one call at a time.
class DATABRICKS_API ByteSink {
 public:
  virtual ~ByteSink();
  /// Status and headers of the answer whose bytes come next, so that a sink can tell whether they are what it wants.
  /// Called before the first write; again when another attempt brings another answer. May throw like write().
  virtual void begin(const HttpResponse& head);
  /// May throw; the call then fails with that exception.
  virtual void write(std::string_view bytes) = 0;
};

/// A request body as a field: text or bytes in memory, a file, a std::istream, or a ByteSource of your own.
/// Copies share the source.
class DATABRICKS_API Source {
 public:
  Source() = default;
  Source(std::string bytes);
  Source(const char* bytes) : Source(std::string(bytes)) {}
  /// From its present position; the stream must outlive the call. Its bytes are taken from the stream's buffer, so its
  /// flags and exceptions() play no part. Rewindable if the stream is seekable. Throws std::ios_base::failure when the
  /// stream has failed already: a file that was not found is no empty body.
  Source(std::istream& stream);
  Source(std::shared_ptr<ByteSource> source) : source_(std::move(source)) {}
  /// Called for the next bytes until it returns 0. Not rewindable.
  static Source from_function(Function<std::size_t(char* buffer, std::size_t size)> read);
  /// Throws std::system_error when the file can't be opened.
  static Source from_file(const std::string& path);
  /// `length` bytes of a file from `offset` on; unset: up to its end. Throws std::system_error when the file can't be
  /// opened, InvalidArgument when it is no regular file or too short.
  static Source from_file(const std::string& path, std::uint64_t offset,
                          std::optional<std::uint64_t> length = std::nullopt);

  bool has_value() const { return source_ != nullptr; }
  ByteSource* get() const { return source_.get(); }
  const std::shared_ptr<ByteSource>& shared() const { return source_; }

  /// Two sources are the same if they share their bytes.
  friend bool operator==(const Source&, const Source&) = default;

 private:
  std::shared_ptr<ByteSource> source_;
};

/// Where a download goes: a std::ostream, memory, a file or a function. Copies share the sink.
class DATABRICKS_API Sink {
 public:
  Sink(std::shared_ptr<ByteSink> sink) : sink_(std::move(sink)) {}
  /// The stream must outlive the call; flushing it is up to the caller.
  Sink(std::ostream& stream);
  /// Appends; the text must outlive the call.
  static Sink to_memory(std::string& text);
  static Sink to_function(Function<void(std::string_view bytes)> write);
  /// Creates or truncates the file. Throws std::system_error when it can't be opened.
  static Sink to_file(const std::string& path);

  ByteSink& operator*() const { return *sink_; }

 private:
  std::shared_ptr<ByteSink> sink_;
};

}  // namespace databricks
