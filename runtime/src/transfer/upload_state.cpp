#include "transfer/upload_state.hpp"

#include <databricks/describe.hpp>
#include <databricks/field.hpp>
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace databricks::detail {

namespace upload_state_json {

struct Part {
  std::int64_t part_number{};
  std::string etag{};
};
BOOST_DESCRIBE_STRUCT(Part, (), (part_number, etag))

struct Header {
  std::string name{};
  std::string value{};
};
BOOST_DESCRIBE_STRUCT(Header, (), (name, value))

struct State {
  std::int64_t databricks_upload{};  // version
  std::string host{};
  std::string path{};
  std::int64_t size = -1;
  std::int64_t modified{};
  std::int64_t part_size{};
  std::string session_token{};
  optional<std::string> resumable_url{};
  list<Header> resumable_headers{};
  list<Part> parts{};
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (databricks_upload, host, path, size, modified, part_size, session_token, resumable_url,
                       resumable_headers, parts))

}  // namespace upload_state_json

namespace {

namespace json = upload_state_json;

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kLongestState = std::size_t{16} << 20;
constexpr std::int64_t kMostParts = 1'000'000;

[[noreturn]] void fail(const std::string& path) { throw std::system_error(errno, std::generic_category(), path); }

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

bool makes_sense(const json::State& state) {
  if (state.databricks_upload != kVersion || state.size < 0 || state.part_size <= 0) return false;
  if (state.path.empty() || state.session_token.empty()) return false;
  return std::all_of(state.parts.begin(), state.parts.end(), [&](const json::Part& part) {
    return part.part_number >= 1 && part.part_number <= kMostParts &&
           part.part_number - 1 <= (state.size - 1) / state.part_size;
  });
}

}  // namespace

std::string upload_state_text(const UploadState& state) {
  json::State out{.databricks_upload = kVersion,
                  .host = state.host,
                  .path = state.path,
                  .size = static_cast<std::int64_t>(state.size),
                  .modified = state.modified,
                  .part_size = static_cast<std::int64_t>(state.part_size),
                  .session_token = state.session_token};
  if (state.resumable) {
    out.resumable_url = state.resumable->url;
    for (const auto& [name, value] : state.resumable->headers) out.resumable_headers.push_back({name, value});
  }
  for (const auto& [number, etag] : state.parts) out.parts.push_back({number, etag});
  return to_json(out) + '\n';
}

std::optional<UploadState> parse_upload_state(std::string_view text) {
  json::State in;
  try {
    in = from_json<json::State>(text, {.strict = true, .max_depth = 10});
  } catch (const JsonError&) {
    return std::nullopt;
  }
  if (!makes_sense(in)) return std::nullopt;
  UploadState state{.host = in.host,
                    .path = in.path,
                    .size = static_cast<std::uint64_t>(in.size),
                    .modified = in.modified,
                    .part_size = static_cast<std::uint64_t>(in.part_size),
                    .session_token = in.session_token};
  if (in.resumable_url.has_value()) {
    state.resumable = PresignedUrl{*in.resumable_url, {}};
    for (const auto& header : in.resumable_headers) state.resumable->headers.add_received(header.name, header.value);
  }
  for (const auto& part : in.parts) state.parts[part.part_number] = part.etag;
  return state;
}

std::optional<UploadState> load_upload_state(const std::string& file) {
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (fd.get() < 0 && errno == ENOENT) return std::nullopt;
  struct stat status {};
  if (fd.get() < 0 || ::fstat(fd.get(), &status) != 0) fail(file);
  std::string text(std::min<std::size_t>(kLongestState, static_cast<std::size_t>(status.st_size)), '\0');
  const auto n = ::pread(fd.get(), text.data(), text.size(), 0);
  if (n < 0) fail(file);
  text.resize(static_cast<std::size_t>(n));
  return parse_upload_state(text);
}

void save_upload_state(const std::string& file, const UploadState& state) {
  const auto temporary = file + ".new";
  std::string_view left;
  const auto text = upload_state_text(state);
  left = text;
  {
    const Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (fd.get() < 0) fail(temporary);
    while (!left.empty()) {
      const auto n = ::write(fd.get(), left.data(), left.size());
      if (n < 0 && errno != EINTR) fail(temporary);
      if (n > 0) left.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  if (::rename(temporary.c_str(), file.c_str()) != 0) fail(file);
}

void remove_upload_state(const std::string& file) noexcept {
  ::unlink(file.c_str());
  ::unlink((file + ".new").c_str());
}

}  // namespace databricks::detail
