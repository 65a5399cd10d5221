// Which pieces of a file are fetched, by whom, and what becomes of them.
#include "transfer/file_download.hpp"

#include "transfer/partial_file.hpp"
#include "transfer/range_fetch.hpp"
#include "transfer/together.hpp"

#include <algorithm>
#include <atomic>
#include <limits>

namespace databricks::detail {

namespace {

constexpr int kMostWorkers = 256;
constexpr std::string_view kOurHeaders[] = {
    "Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Accept-Encoding"};

void check_options(const DownloadOptions& options) {
  if (options.workers < 1 || options.workers > kMostWorkers) {
    throw InvalidArgument("a download has 1 to " + std::to_string(kMostWorkers) + " workers");
  }
  if (options.part_bytes == 0) throw InvalidArgument("the parts of a download must not be empty: set part_bytes");
  if (options.call.to) throw InvalidArgument("a download to a file can't go to another sink: leave call.to unset");
  for (const auto name : kOurHeaders) {
    if (options.call.headers.find(name) == nullptr) continue;
    throw InvalidArgument("header " + std::string(name) + " of a download is up to the SDK");
  }
}

// Time limits are of the whole, so that they must not begin anew with each request.
DownloadOptions with_deadline(DownloadOptions options, Clock& clock) {
  auto& call = options.call;
  if (!call.timeout) return options;
  const auto end = clock.now() + *call.timeout;
  call.deadline = call.deadline ? std::min(*call.deadline, end) : end;
  call.timeout.reset();
  return options;
}

class Download {
 public:
  Download(const DownloadJob& job, const std::string& path, const DownloadOptions& options)
      : job_(job), options_(with_deadline(options, *job.clock)), file_(path, options.resume, job.name) {}

  DownloadResult run();

 private:
  void get(const Headers& headers, const Sink& sink, const std::stop_token& stop) const;
  void fetch(Piece& piece, FileVersion& version, const std::stop_token& stop);
  void fetch_first();
  bool fetch_first_part();
  void fetch_rest();
  void verify();
  void tell_progress(std::uint64_t came, std::uint64_t lost, const FileVersion& version);

  const DownloadJob& job_;
  DownloadOptions options_;
  PartialFile file_;
  FileVersion version_{};
  DownloadResult result_{};
  std::mutex progress_mutex_;
  std::uint64_t received_ = 0;
};

DownloadResult Download::run() {
  version_ = file_.version();
  received_ = result_.resumed_from = file_.done().bytes();
  try {
    if (!version_.can_resume()) fetch_first();
    fetch_rest();
    result_.bytes = *version_.size;
  } catch (const FileChanged&) {
    file_.discard();
    throw;
  }
  verify();
  file_.commit(result_.bytes, options_.overwrite);
  return result_;
}

void Download::verify() {
  if (!job_.verify) return;
  try {
    job_.verify(file_.temporary());
  } catch (...) {
    file_.discard();
    throw;
  }
}

void Download::get(const Headers& headers, const Sink& sink, const std::stop_token& stop) const {
  CallOptions call = options_.call;
  for (const auto& [name, value] : headers) call.headers.set(name, value);
  call.to = sink;
  call.stop = stop;
  call.on_progress = {};
  job_.get(call);
}

void Download::fetch(Piece& piece, FileVersion& version, const std::stop_token& stop) {
  const auto start = piece.position;
  auto end = start;       // of what is written
  auto recorded = start;  // of it, what is recorded
  const auto write = [&](std::uint64_t offset, std::string_view bytes) {
    file_.write(offset, bytes);
    const auto lost = end - offset;  // by starting over
    end = offset + bytes.size();
    if (version.can_resume() && end - recorded >= options_.part_bytes) {
      file_.record({recorded, end}, version);
      recorded = end;
    }
    tell_progress(bytes.size(), lost, version);
  };
  const SendGet send = [&](const Headers& headers, const Sink& sink) { get(headers, sink, stop); };
  try {
    fetch_piece(send, write, {options_.max_resumes, options_.max_resumes_without_progress}, piece, version);
  } catch (...) {
    if (version.can_resume()) file_.record({recorded, end}, version);
    throw;
  }
  file_.record({recorded, end}, version);
}

void Download::tell_progress(std::uint64_t came, std::uint64_t lost, const FileVersion& version) {
  if (!options_.call.on_progress) return;
  const std::lock_guard lock(progress_mutex_);
  received_ += came;
  received_ -= std::min(lost, received_);
  options_.call.on_progress({.received = received_, .to_receive = version.size});
}

// Finds out what the file is, with its first part or with all of it.
void Download::fetch_first() {
  if (options_.workers > 1 && fetch_first_part()) return;
  file_.discard();
  received_ = 0;
  version_ = {};
  Piece whole;
  fetch(whole, version_, options_.call.stop);
  version_.size = whole.position;
  result_.parts = 1;
}

// False: there are no parts, and what came is of no use.
bool Download::fetch_first_part() {
  Piece piece{.to = options_.part_bytes};
  try {
    fetch(piece, version_, options_.call.stop);
  } catch (const DatabricksError& error) {
    constexpr int kRangeNotSatisfiable = 416;  // of an empty file there is no range
    if (error.status_code() != kRangeNotSatisfiable) throw;
    return false;
  }
  result_.parts = 1;
  if (version_.size == piece.position) return true;
  return version_.can_resume();
}

void Download::fetch_rest() {
  const bool alone = options_.workers == 1;
  const auto longest = alone ? std::numeric_limits<std::uint64_t>::max() : options_.part_bytes;
  const auto pieces = file_.done().missing(*version_.size, longest);
  if (pieces.empty()) return;
  result_.parts += static_cast<int>(pieces.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&](const std::stop_token& stop) {
    auto version = version_;
    for (auto i = next++; i < pieces.size(); i = next++) {
      Piece piece{pieces[i].from, pieces[i].to};
      fetch(piece, version, stop);
    }
  };
  const auto workers = std::min<std::size_t>(static_cast<std::size_t>(options_.workers), pieces.size());
  run_together(static_cast<int>(workers), options_.call.stop, work);
}

}  // namespace

DownloadResult download_file(const DownloadJob& job, const std::string& path, const DownloadOptions& options) {
  check_options(options);
  check_destination(path, options.overwrite);
  return Download(job, path, options).run();
}

}  // namespace databricks::detail
