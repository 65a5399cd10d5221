#include "testing/local/upload_sessions.hpp"

#include "testing/local/refuse.hpp"
#include "testing/local/store_refusal.hpp"
#include "testing/local/unguessable.hpp"
#include "transfer/content_range.hpp"

namespace databricks::testing::local {

namespace {

constexpr std::string_view kQuestion = "bytes */";

// Appends what is new of a piece. Returns the size of the file, where the piece tells it.
std::optional<std::uint64_t> append(std::string& stream, const std::string& range, std::string_view bytes) {
  const auto piece = databricks::detail::parse_content_range(range);
  const bool fits = piece && piece->to - piece->from == bytes.size() && piece->from <= stream.size();
  if (!fits || piece->total.value_or(stream.size()) < stream.size()) throw StoreRefused{StoreRefusal::bad_request};
  if (piece->to > stream.size()) stream += bytes.substr(static_cast<std::size_t>(stream.size() - piece->from));
  return piece->total;
}

}  // namespace

std::string UploadSessions::open(const std::string& path, bool overwrite) {
  Session session{.path = path, .overwrite = overwrite};
  const auto token = unguessable();
  const std::lock_guard lock(mutex_);
  sessions_.emplace(token, std::move(session));
  return token;
}

const UploadSessions::Session& UploadSessions::find(const std::string& token, const std::string& path) const {
  const auto found = sessions_.find(token);
  if (found != sessions_.end() && found->second.path == path && !found->second.complete) return found->second;
  throw DatabricksError(404, "NOT_FOUND", "The upload session is not found. It may have been completed or aborted.");
}

void UploadSessions::check(const std::string& token, const std::string& path) const {
  const std::lock_guard lock(mutex_);
  find(token, path);
}

void UploadSessions::complete(const std::string& token, const std::string& path, const Etags& parts) {
  const std::lock_guard lock(mutex_);
  const auto& session = find(token, path);
  if (parts.empty()) refuse_value("An upload is completed with its parts; there are none.");
  std::string bytes;
  std::int64_t before = 0;
  for (const auto& [number, etag] : parts) {
    if (number <= before) refuse_value("The parts are not in ascending order.");
    const auto part = session.parts.find(number);
    if (part == session.parts.end() || part->second.etag != etag) {
      refuse_value("Part " + std::to_string(number) + " was not uploaded, or with another ETag.");
    }
    bytes += part->second.bytes;
    before = number;
  }
  land(session, std::move(bytes));
  sessions_.erase(token);
}

void UploadSessions::land(const Session& session, std::string bytes) {
  const std::lock_guard lock(volumes_->mutex);
  check_free(volumes_->tree, session.path, session.overwrite);
  volumes_->tree.write(session.path, std::move(bytes));
}

UploadSessions::Session& UploadSessions::find_in_store(const std::string& token) {
  const auto found = sessions_.find(token);
  if (found == sessions_.end()) throw StoreRefused{StoreRefusal::no_upload};
  return found->second;
}

void UploadSessions::put_part(const std::string& token, std::int64_t number, const std::string& etag,
                              std::string bytes) {
  const std::lock_guard lock(mutex_);
  find_in_store(token).parts[number] = {etag, std::move(bytes)};
}

void UploadSessions::check_room(const Session& session) const {
  const std::lock_guard lock(volumes_->mutex);
  if (!session.overwrite && find_file(volumes_->tree, session.path) != nullptr) {
    throw StoreRefused{StoreRefusal::is_changed};
  }
}

UploadSessions::Stored UploadSessions::put_piece(const std::string& token, const std::string& range,
                                                 std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  auto& session = find_in_store(token);
  if (session.complete) return {*session.complete, true};
  auto& stream = session.stream;
  bool is_whole = false;
  if (range.starts_with(kQuestion) && bytes.empty()) {
    is_whole = range.substr(kQuestion.size()) == std::to_string(stream.size());
  } else {
    check_room(session);
    const auto total = append(stream, range, bytes);
    is_whole = total == stream.size();
  }
  if (!is_whole) return {stream.size(), false};
  check_room(session);
  session.complete = stream.size();
  land(session, std::exchange(stream, {}));
  return {*session.complete, true};
}

void UploadSessions::abort(const std::string& token) {
  const std::lock_guard lock(mutex_);
  find_in_store(token);
  sessions_.erase(token);
}

}  // namespace databricks::testing::local
