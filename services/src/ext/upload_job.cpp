#include "upload_job.hpp"

#include "upload_plan.hpp"

#include <algorithm>

namespace databricks::ext {

namespace {

using std::chrono::milliseconds;
constexpr milliseconds kLongestAbort{30'000};
constexpr milliseconds kLongestAbortWhenCancelled{900};  // the caller waits for the end of it

class UploadJob {
 public:
  UploadJob(Engine& engine, const std::string& path, const UploadData& data, UploadOptions options)
      : options_(std::move(options)),
        api_(engine, path, options_.call),
        store_(engine, options_.call),
        identity_(data.file.empty() ? detail::FileIdentity{} : detail::identify_file(data.file)),
        data_(data),
        state_(load_state()),
        part_size_(state_ ? state_->part_size : part_size_for(known_size(), options_, api_.knobs())),
        workers_(workers_for(options_.use_parallel, options_.parallelism,
                             api_.knobs().multipart_upload_default_parallelism)),
        progress_(TransferProgress::Direction::up, options_.call.on_progress, known_size()) {
    open_input();
  }

  UploadResult run();

 private:
  std::optional<std::uint64_t> known_size() const;
  std::optional<detail::UploadState> load_state() const;
  void open_input();
  bool is_small();
  UploadContext context() { return {api_, store_, *input_, progress_, options_, part_size_, workers_}; }

  void run_single(const std::optional<detail::UploadPart>& first);
  void run_anew();
  void run_multipart(const UploadSession& session);
  void run_resumable(const UploadSession& session);
  bool continue_earlier();
  bool continue_multipart();
  bool continue_resumable();

  void abort(const UploadSession& session);
  void abandon(ResumableUpload& upload);
  CallOptions last_call() const;
  bool keeps_state() const { return !options_.state_file.empty(); }
  void save(const UploadSession& session, const MultipartUpload::Etags& etags,
            const std::optional<detail::PresignedUrl>& resumable);
  void forget();
  std::uint64_t bytes_of(const MultipartUpload::Etags& etags) const;

  UploadOptions options_;
  FilesApi api_;
  detail::ObjectStore store_;
  detail::FileIdentity identity_;  // of a file
  const UploadData& data_;
  std::optional<detail::UploadState> state_;  // of an earlier upload
  std::uint64_t part_size_;
  int workers_;
  TransferProgress progress_;
  std::unique_ptr<detail::UploadInput> input_;
  UploadResult result_{};
};

std::optional<std::uint64_t> UploadJob::known_size() const {
  if (!data_.file.empty()) return identity_.size;
  return data_.source.has_value() ? data_.source.get()->size() : std::nullopt;
}

std::optional<detail::UploadState> UploadJob::load_state() const {
  if (!keeps_state()) return std::nullopt;
  auto state = detail::load_upload_state(options_.state_file);
  if (!state || state->host != api_.config().host || state->path != api_.path()) return std::nullopt;
  if (detail::FileIdentity{state->size, state->modified} != identity_) return std::nullopt;
  return state;
}

void UploadJob::open_input() {
  input_ = data_.file.empty() ? detail::stream_input(data_.source, part_size_)
                              : detail::file_input(data_.file, identity_, part_size_);
}

// Without a size, what has to be known is whether it all fits into the first part of several workers.
bool UploadJob::is_small() {
  const auto least = api_.knobs().multipart_upload_min_stream_size;
  const bool unknown = !input_->size();
  if (unknown && workers_ > 1) return input_->is_less_than(std::min(least, part_size_));
  return input_->is_less_than(least) || input_->size() == std::uint64_t{0};
}

UploadResult UploadJob::run() {
  if (api_.config().disable_experimental_files_api_client.value_or(false)) {
    run_single(std::nullopt);
  } else if (!state_ || !continue_earlier()) {
    if (is_small()) {
      run_single(std::nullopt);
    } else {
      run_anew();
    }
  }
  forget();
  return result_;
}

void UploadJob::run_single(const std::optional<detail::UploadPart>& first) {
  progress_.set(0);
  struct Counted final : ByteSource {
    explicit Counted(Source s) : source(std::move(s)) {}
    std::size_t read(char* buffer, std::size_t size) override {
      const auto n = source.get()->read(buffer, size);
      bytes += n;
      return n;
    }
    std::optional<std::uint64_t> size() const override { return source.get()->size(); }
    bool rewind() override {
      if (!source.get()->rewind()) return false;
      bytes = 0;
      return true;
    }
    Source source;
    std::uint64_t bytes = 0;
  };
  const auto counted = std::make_shared<Counted>(progress_.counted(input_->whole(first)));
  api_.upload(Source(counted), options_.overwrite, api_.call());
  result_ = {.bytes = counted->bytes, .parts = 1, .protocol = UploadProtocol::single};
}

void UploadJob::run_anew() {
  const auto session = api_.initiate(options_.overwrite);
  if (session.is_resumable) {
    run_resumable(session);
  } else {
    run_multipart(session);
  }
}

void UploadJob::run_multipart(const UploadSession& session) {
  const auto context = this->context();
  MultipartUpload upload(context, session, {}, [&](const auto& etags) { save(session, etags, std::nullopt); });
  std::optional<detail::UploadPart> first;
  try {
    upload.send_first(first);
  } catch (const CallCancelled&) {
    abort(session);
    throw;
  } catch (const Error& error) {
    abort(session);
    api_.warn("upload of " + api_.path() + " goes through the service: " + error.what());
    return run_single(first);
  } catch (...) {
    abort(session);
    throw;
  }
  try {
    upload.send_rest();
    upload.complete();
  } catch (...) {
    if (!keeps_state()) abort(session);
    throw;
  }
  result_ = {.bytes = upload.bytes_read(), .parts = upload.parts_sent(), .protocol = UploadProtocol::multipart};
}

void UploadJob::run_resumable(const UploadSession& session) {
  detail::PresignedUrl url;
  try {
    url = api_.resumable_url(session);
  } catch (const CallCancelled&) {
    throw;
  } catch (const Error& error) {
    api_.warn("upload of " + api_.path() + " goes through the service: " + error.what());
    return run_single(std::nullopt);
  }
  save(session, {}, url);
  const auto context = this->context();
  ResumableUpload upload(context, url);
  std::optional<detail::UploadPart> first;
  try {
    upload.run(first);
  } catch (const CallCancelled&) {
    if (!keeps_state()) abandon(upload);
    throw;
  } catch (const TransportError& error) {
    if (!keeps_state() || first) abandon(upload);
    if (!first) throw;
    api_.warn("upload of " + api_.path() + " goes through the service: " + error.what());
    return run_single(first);
  } catch (...) {
    if (!keeps_state()) abandon(upload);
    throw;
  }
  result_ = {.bytes = upload.bytes_stored(), .parts = upload.parts_sent(), .protocol = UploadProtocol::resumable};
}

// False: the service knows nothing of it any more, so it is done anew.
bool UploadJob::continue_earlier() {
  const bool continued = state_->resumable ? continue_resumable() : continue_multipart();
  if (continued) return true;
  forget();
  result_ = {};
  part_size_ = part_size_for(known_size(), options_, api_.knobs());
  open_input();
  progress_.set(0);
  return false;
}

bool UploadJob::continue_multipart() {
  const UploadSession session{state_->session_token, false};
  const auto context = this->context();
  result_.resumed_from = bytes_of(state_->parts);
  progress_.set(result_.resumed_from);
  MultipartUpload upload(context, session, state_->parts,
                         [&](const auto& etags) { save(session, etags, std::nullopt); });
  try {
    upload.send_rest();
    upload.complete();
  } catch (const DatabricksError& error) {
    const bool is_gone = error.status_code() == 404 || error.status_code() == 400 || error.status_code() == 410;
    if (!is_gone) throw;
    api_.warn("upload of " + api_.path() + " begins anew: " + error.what());
    return false;
  }
  result_ = {identity_.size, result_.resumed_from, upload.parts_sent(), UploadProtocol::multipart};
  return true;
}

bool UploadJob::continue_resumable() {
  const auto context = this->context();
  ResumableUpload upload(context, *state_->resumable);
  const auto from = upload.take_up();
  if (!from) return false;
  std::optional<detail::UploadPart> first;
  upload.run(first);
  result_ = {identity_.size, *from, upload.parts_sent(), UploadProtocol::resumable};
  return true;
}

// What is called when the upload has failed already: its own end must not take long.
CallOptions UploadJob::last_call() const {
  const bool cancelled = options_.call.stop.stop_requested();
  auto call = api_.call({});
  call.deadline = api_.engine().clock().now() + (cancelled ? kLongestAbortWhenCancelled : kLongestAbort);
  if (cancelled) call.retry = RetryPolicy::none();
  return call;
}

// Best effort: a session that stays ends by itself some time.
void UploadJob::abort(const UploadSession& session) {
  try {
    const auto call = last_call();
    const auto url = api_.abort_url(session, call);
    const detail::ObjectStore store(api_.engine(), call);
    store.send(url,
               {.method = "DELETE",
                .what = "abort of an upload",
                .headers = {{"Content-Type", "application/octet-stream"}},
                .attempts = call.retry ? 1 : 0},
               {});
  } catch (const std::exception& error) {
    api_.warn("upload of " + api_.path() + " could not be aborted: " + error.what());
  }
  forget();
}

void UploadJob::abandon(ResumableUpload& upload) {
  try {
    const detail::ObjectStore store(api_.engine(), last_call());
    upload.abandon(store);
  } catch (const std::exception& error) {
    api_.warn("upload of " + api_.path() + " could not be aborted: " + error.what());
  }
}

void UploadJob::save(const UploadSession& session, const MultipartUpload::Etags& etags,
                     const std::optional<detail::PresignedUrl>& resumable) {
  if (!keeps_state()) return;
  detail::save_upload_state(options_.state_file, {.host = api_.config().host,
                                                  .path = api_.path(),
                                                  .size = identity_.size,
                                                  .modified = identity_.modified,
                                                  .part_size = part_size_,
                                                  .session_token = session.token,
                                                  .resumable = resumable,
                                                  .parts = etags});
}

void UploadJob::forget() {
  if (keeps_state()) detail::remove_upload_state(options_.state_file);
}

std::uint64_t UploadJob::bytes_of(const MultipartUpload::Etags& etags) const {
  std::uint64_t bytes = 0;
  for (const auto& [number, etag] : etags) {
    const auto from = static_cast<std::uint64_t>(number - 1) * part_size_;
    bytes += std::min(part_size_, identity_.size - std::min(from, identity_.size));
  }
  return bytes;
}

}  // namespace

CallOptions with_deadline(CallOptions call, Clock& clock) {
  if (!call.timeout) return call;
  const auto end = clock.now() + *call.timeout;
  call.deadline = call.deadline ? std::min(*call.deadline, end) : end;
  call.timeout.reset();
  return call;
}

UploadResult run_upload(Engine& engine, const std::string& path, const UploadData& data, const UploadOptions& options) {
  check_upload_options(options, engine.config().files_ext);
  if (data.file.empty() && !data.source.has_value()) throw InvalidArgument("an upload needs a Source with bytes");
  if (data.file.empty() && !options.state_file.empty()) {
    throw InvalidArgument("only upload_from() can go on with an earlier upload: leave state_file unset");
  }
  UploadOptions bounded = options;
  bounded.call = with_deadline(options.call, engine.clock());
  return UploadJob(engine, path, data, std::move(bounded)).run();
}

}  // namespace databricks::ext
