#include "call/meter.hpp"

#include <charconv>

namespace databricks::detail {

namespace {

// Not of a packed answer, whose bytes are counted unpacked.
std::optional<std::uint64_t> announced_size(const HttpResponse& head) {
  const auto* length = head.headers.find("Content-Length");
  if (length == nullptr || head.headers.find("Content-Encoding") != nullptr) return std::nullopt;
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(length->data(), length->data() + length->size(), size);
  if (error != std::errc() || end != length->data() + length->size()) return std::nullopt;
  return size;
}

}  // namespace

std::shared_ptr<Meter> Meter::of(const HttpRequest& request, const CallOptions& options) {
  if (!request.source && !options.to && !options.on_progress) return nullptr;
  return std::make_shared<Meter>(request.source, options);
}

Meter::Meter(std::shared_ptr<ByteSource> source, const CallOptions& options)
    : source_(std::move(source)), sink_(options.to), on_progress_(options.on_progress) {}

std::size_t Meter::read(char* buffer, std::size_t size) {
  in_caller_ = true;
  const auto n = source_->read(buffer, size);
  in_caller_ = false;
  progress_.sent += n;
  if (n > 0) tell();
  return n;
}

bool Meter::rewind() {
  if (!source_->rewind()) return progress_.sent == 0;
  progress_.sent = 0;
  progress_.to_send = source_->size();
  return true;
}

void Meter::begin(const HttpResponse& head) {
  progress_.received = 0;
  progress_.to_receive = announced_size(head);
  in_caller_ = true;
  (**sink_).begin(head);
  in_caller_ = false;
}

void Meter::write(std::string_view bytes) {
  in_caller_ = true;
  (**sink_).write(bytes);
  in_caller_ = false;
  progress_.received += bytes.size();
  tell();
}

void Meter::finish(const HttpRequest& request, const HttpResponse& response) {
  if (!on_progress_) return;
  if (!source_) progress_.sent = request.body.size();
  progress_.to_send = progress_.sent;
  if (!sink_) progress_.received = std::max<std::uint64_t>(response.body_bytes, response.body.size());
  progress_.to_receive = progress_.received;
  tell();
}

void Meter::tell() {
  if (!on_progress_) return;
  in_caller_ = true;
  on_progress_(progress_);
  in_caller_ = false;
}

}  // namespace databricks::detail
