#include "file_download.hpp"

#include "file_get.hpp"
#include "transfer/file_download.hpp"
#include "transfer/partial_file.hpp"
#include "transfer/range_fetch.hpp"
#include "upload_job.hpp"
#include "upload_plan.hpp"

#include <algorithm>

namespace databricks::ext {

namespace {

void check_call(const CallOptions& call) {
  if (call.to) throw InvalidArgument("where a download goes is its own argument: leave call.to unset");
}

// The file's name on the service, for state files.
std::string name_of(const FilesApi& api) { return api.config().host + "/api/2.0/fs/files" + api.path(); }

/// Hands on what belongs to the range, once.
class RangeWriter {
 public:
  RangeWriter(const Sink& to, const StreamOptions& options) : to_(to), options_(options), next_(options.offset) {}

  void write(std::uint64_t offset, std::string_view bytes) {
    if (offset != next_) {
      throw TransportError(TransportFault::incomplete, TransportPhase::receive,
                           "the stream broke off, and the service tells no version of the file to go on with");
    }
    next_ += bytes.size();
    const auto left = options_.length
                          ? options_.offset + *options_.length - std::min(offset, options_.offset + *options_.length)
                          : std::uint64_t{bytes.size()};
    bytes = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size())));
    if (bytes.empty()) return;
    (*to_).write(bytes);
    written_ += bytes.size();
    sum_ = detail::crc32c(sum_, bytes);
    if (options_.call.on_progress) {
      options_.call.on_progress({.received = written_, .to_receive = options_.length});
    }
  }
  void check(const detail::ContentSums& sums) const {
    if (options_.offset != 0 || options_.length || !sums.crc32c || *sums.crc32c == sum_) return;
    throw UnexpectedResponse(200, "", "download: the bytes do not have the checksum that the object store tells");
  }
  std::uint64_t written() const { return written_; }

 private:
  const Sink& to_;
  const StreamOptions& options_;
  std::uint64_t next_;
  std::uint64_t written_ = 0;
  std::uint32_t sum_ = 0;
};

int workers_of(const FilesApi& api, const DownloadToOptions& options, const CallOptions& call) {
  const auto& knobs = api.knobs();
  const int workers =
      workers_for(options.use_parallel, options.parallelism, knobs.parallel_download_default_parallelism);
  if (workers == 1) return 1;
  const auto size = api.size(call);
  return size && *size > knobs.parallel_download_min_file_size ? workers : 1;
}

}  // namespace

DownloadResult run_download(Engine& engine, const std::string& path, const std::string& local_file,
                            const DownloadToOptions& options) {
  check_call(options.call);
  const auto call = with_deadline(options.call, engine.clock());
  const FilesApi api(engine, path, call);
  workers_for(options.use_parallel, options.parallelism, api.knobs().parallel_download_default_parallelism);
  detail::check_destination(local_file, options.overwrite);
  const detail::ObjectStore store(engine, call);
  FileGet get(api, store, api.knobs().parallel_download_max_retries);
  const detail::DownloadJob job{
      .name = name_of(api),
      .get = [&](const CallOptions& one) { get(one); },
      .clock = &engine.clock(),
      .verify =
          [&](const std::string& file) { check_content(get.sums(), Source::from_file(file), "download of " + path); }};
  const auto& knobs = api.knobs();
  return detail::download_file(
      job, local_file,
      {.workers = workers_of(api, options, api.call()),
       .part_bytes = knobs.parallel_download_default_part_size,
       .overwrite = options.overwrite,
       .resume = options.resume,
       .max_resumes = knobs.client_download_max_total_recovers,
       .max_resumes_without_progress = knobs.client_download_max_total_recovers_without_progressing,
       .call = call});
}

std::uint64_t run_stream(Engine& engine, const std::string& path, const Sink& to, const StreamOptions& options) {
  check_call(options.call);
  if (options.length.value_or(0) > std::uint64_t(-1) - options.offset)
    throw InvalidArgument("a range beyond all files");
  const auto call = with_deadline(options.call, engine.clock());
  const FilesApi api(engine, path, call);
  if (options.length == std::uint64_t{0}) return 0;
  const auto& knobs = api.knobs();
  const detail::ObjectStore store(engine, call);
  FileGet get(api, store, knobs.multipart_upload_max_retries);
  RangeWriter writer(to, options);
  const detail::SendGet send = [&](const Headers& headers, const Sink& sink) {
    auto one = api.call();
    for (const auto& [name, value] : headers) one.headers.set(name, value);
    one.to = sink;
    get(one);
  };
  detail::Piece piece{.position = options.offset};
  if (options.length) piece.to = options.offset + *options.length;
  detail::FileVersion version;
  detail::fetch_piece(
      send, [&](std::uint64_t offset, std::string_view bytes) { writer.write(offset, bytes); },
      {knobs.client_download_max_total_recovers, knobs.client_download_max_total_recovers_without_progressing}, piece,
      version);
  writer.check(get.sums());
  return writer.written();
}

}  // namespace databricks::ext
