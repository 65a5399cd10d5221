#include "transfer/range_fetch.hpp"

#include "transfer/content_range.hpp"

#include <databricks/download.hpp>

#include <algorithm>
#include <limits>

namespace databricks::detail {

namespace {

constexpr int kNoLimit = std::numeric_limits<int>::max();

// Takes one answer, and hands on those of its bytes that are missing.
class PieceSink final : public ByteSink {
 public:
  PieceSink(const WriteAt& write, Piece& piece, FileVersion& version)
      : write_(write), piece_(piece), version_(version) {}

  void begin(const HttpResponse& head) override;
  void write(std::string_view bytes) override;
  bool has_begun() const { return begun_; }

 private:
  void begin_range(const HttpResponse& head);
  void begin_whole(const FileVersion& now);

  const WriteAt& write_;
  Piece& piece_;
  FileVersion& version_;
  bool begun_ = false;
  bool is_range_ = false;
  std::uint64_t skip_ = 0;              // bytes of a whole answer that we have
  std::optional<std::uint64_t> end_{};  // of what the answer may bring
};

[[noreturn]] void unexpected(const HttpResponse& head, const std::string& why) {
  throw UnexpectedResponse(head.status, "", "status " + std::to_string(head.status) + " to a download: " + why);
}

void PieceSink::begin(const HttpResponse& head) {
  if (head.status != 200 && head.status != 206) unexpected(head, "only 200 and 206 bring a file");
  const auto now = version_of(head);
  check_same_file(version_, now);
  if (head.status == 206) {
    begin_range(head);
  } else {
    begin_whole(now);
  }
  if (version_ == FileVersion{}) version_ = now;
  begun_ = true;
}

void PieceSink::begin_range(const HttpResponse& head) {
  if (is_packed(head.headers)) unexpected(head, "a part must not be compressed");
  const std::string* text = head.headers.find("Content-Range");
  const auto range = text ? parse_content_range(*text) : std::nullopt;
  if (!range) unexpected(head, text ? "its Content-Range can't be understood" : "it has no Content-Range");
  if (range->from != piece_.position || (piece_.to && range->to > *piece_.to)) {
    unexpected(head, "its Content-Range is not what was asked for");
  }
  const auto length = plain_length(head.headers);
  if (length && *length != range->to - range->from) unexpected(head, "Content-Range and Content-Length contradict");
  if (!piece_.to && !range->total) unexpected(head, "the size of the file is missing");
  if (!piece_.to || (range->total && *piece_.to > *range->total)) piece_.to = range->total;
  skip_ = 0;
  is_range_ = true;
  end_ = range->to;
}

void PieceSink::begin_whole(const FileVersion& now) {
  is_range_ = false;
  skip_ = piece_.position;
  if (piece_.position == 0) {
    piece_.to = now.size;
  } else if (version_ != FileVersion{} && !is_proven_same(version_, now)) {
    throw FileChanged("the service sent the whole file again, and nothing says that it is still the same");
  }
  if (piece_.to && now.size) piece_.to = std::min(*piece_.to, *now.size);
  end_ = piece_.to;
}

void PieceSink::write(std::string_view bytes) {
  if (!begun_) throw InvalidArgument("the transport delivers bytes without ByteSink::begin(), which downloads need");
  const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, bytes.size()));
  skip_ -= skipped;
  bytes.remove_prefix(skipped);
  if (end_ && bytes.size() > *end_ - piece_.position) {
    if (is_range_) throw UnexpectedResponse(206, "", "an answer with more bytes than its Content-Range");
    bytes = bytes.substr(0, static_cast<std::size_t>(*end_ - piece_.position));
  }
  if (bytes.empty()) return;
  write_(piece_.position, bytes);
  piece_.position += bytes.size();
}

Headers headers_for(const Piece& piece, const FileVersion& version) {
  Headers headers{{"Accept-Encoding", "identity"}};
  const bool to_the_end = !piece.to || piece.to == version.size;
  if (piece.position == 0 && to_the_end) return headers;
  const auto last = to_the_end ? std::string() : std::to_string(*piece.to - 1);
  headers.set("Range", "bytes=" + std::to_string(piece.position) + '-' + last);
  set_preconditions(headers, version);
  return headers;
}

// One request. Returns why it broke off after its answer had begun, or null.
std::exception_ptr fetch_once(const SendGet& get, const WriteAt& write, Piece& piece, FileVersion& version) {
  const bool conditional = version.can_resume();
  const auto sink = std::make_shared<PieceSink>(write, piece, version);
  try {
    get(headers_for(piece, version), Sink(sink));
    if (!sink->has_begun())
      throw InvalidArgument("the transport does not call ByteSink::begin(), which downloads need");
  } catch (const CallCancelled&) {
    throw;
  } catch (const TransportError& error) {
    if (!sink->has_begun() || error.fault() == TransportFault::permanent) throw;
    return std::current_exception();
  } catch (const DatabricksError& error) {
    if (!conditional || (error.status_code() != 412 && error.status_code() != 416)) throw;
    std::throw_with_nested(
        FileChanged("the file changed while it was downloaded, status " + std::to_string(error.status_code())));
  }
  return nullptr;
}

[[noreturn]] void give_up(const std::exception_ptr& broken, const Piece& piece) {
  if (broken) std::rethrow_exception(broken);
  throw TransportError(
      TransportFault::incomplete, TransportPhase::receive,
      "the service ends its answers after byte " + std::to_string(piece.position) + " of " + std::to_string(*piece.to));
}

}  // namespace

void fetch_piece(const SendGet& get, const WriteAt& write, const ResumeLimits& limits, Piece& piece,
                 FileVersion& version) {
  const Piece start = piece;
  const FileVersion known = version;
  int idle = 0;
  for (int resumes = 0;; ++resumes) {
    const auto before = piece.position;
    const auto broken = fetch_once(get, write, piece, version);
    if (!piece.to && !broken) piece.to = piece.position;
    if (piece.to && piece.position >= *piece.to) return;
    // What can't be continued is of no use, so it is no progress.
    const bool resumable = version.can_resume();
    idle = resumable && piece.position > before ? 0 : idle + 1;
    if (idle > limits.without_progress || resumes >= limits.in_all.value_or(kNoLimit)) give_up(broken, piece);
    if (resumable) continue;
    piece = start;
    version = known;
  }
}

}  // namespace databricks::detail
