#include "auth/token_cache.hpp"

#include "auth/pkce.hpp"
#include "auth/session_state.hpp"
#include "auth/sha256.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace databricks::detail {

namespace {

constexpr off_t kMostBytes = off_t{1} << 20;
constexpr auto kPatience = std::chrono::seconds(90);  // with the renewal of another process, which takes at most 60 s
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

std::string reason() { return std::generic_category().message(errno); }

// Why a file that is open can't be believed; empty: it can.
std::string distrust(const struct stat& file) {
  if (!S_ISREG(file.st_mode)) return "it is no regular file";
  if (file.st_uid != ::geteuid()) return "it belongs to another user";
  if ((file.st_mode & kOthers) != 0) return "others may read or write it";
  if (file.st_size > kMostBytes) return "it is larger than 1 MiB";
  return {};
}

std::optional<std::string> read_all(int file, std::size_t size) {
  std::string text(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const auto n = ::read(file, text.data() + have, size - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return std::nullopt;
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  text.resize(have);
  return text;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto n = ::write(file, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return ::fsync(file) == 0;
}

}  // namespace

std::string token_cache_name(const TokenKey& key) {
  std::string scopes;
  for (const auto& scope : key.scopes) scopes += (scopes.empty() ? "" : ", ") + to_json(scope);
  return sha256_hex("{\"client_id\": " + to_json(key.client_id) + ", \"host\": " + to_json(key.host) +
                    ", \"profile\": " + to_json(key.profile) + ", \"scopes\": [" + scopes + "]}");
}

TokenCache::TokenCache(AuthContextPtr context, const TokenKey& key)
    : context_(std::move(context)), name_(token_cache_name(key)) {
  const auto home = context_->environment("HOME");
  if (home.starts_with('/')) folder_ = home + "/.config/databricks-sdk-cpp/oauth";
}

void TokenCache::warn(const std::string& what) const {
  context_->log(LogLevel::warning, "external-browser: " + folder_ + '/' + name_ + ".json: " + what);
}

// The folder is ours alone, or nothing in it is safe. -1: it is not there, or of no use.
Socket TokenCache::open_folder(bool make) const {
  Socket none(-1);
  if (folder_.empty()) return none;
  std::error_code error;
  const std::filesystem::path path(folder_);
  if (make) {
    std::filesystem::create_directories(path.parent_path().parent_path(), error);
    for (const auto& folder : {path.parent_path(), path}) ::mkdir(folder.c_str(), 0700);
  }
  Socket folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (folder.fd() < 0) {
    if (make || errno != ENOENT) warn("its folder can't be used (" + reason() + ")");
    return none;
  }
  struct stat found {};
  if (::fstat(folder.fd(), &found) != 0 || found.st_uid != ::geteuid()) {
    warn("its folder belongs to another user");
    return none;
  }
  if ((found.st_mode & kOthers) != 0 && ::fchmod(folder.fd(), 0700) != 0) {
    warn("others may use its folder (" + reason() + ")");
    return none;
  }
  return folder;
}

std::optional<OAuthToken> TokenCache::load() const {
  const auto folder = open_folder(false);
  if (folder.fd() < 0) return std::nullopt;
  const Socket file(::openat(folder.fd(), (name_ + ".json").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (file.fd() < 0) {
    if (errno != ENOENT) warn("ignored: " + (errno == ELOOP ? "it is a symbolic link" : reason()));
    return std::nullopt;
  }
  struct stat found {};
  if (::fstat(file.fd(), &found) != 0) return std::nullopt;
  if (const auto why = distrust(found); !why.empty()) {
    warn("ignored: " + why);
    return std::nullopt;
  }
  try {
    const auto text = read_all(file.fd(), static_cast<std::size_t>(found.st_size));
    if (text) return session_from_json(*text);
    warn("ignored: " + reason());
  } catch (const AuthError& error) {
    warn(std::string("ignored: ") + error.what());
  }
  return std::nullopt;
}

void TokenCache::save(const OAuthToken& token) const {
  const auto folder = open_folder(true);
  if (folder.fd() < 0) return;
  const auto draft = name_ + '.' + random_text(9) + ".tmp";
  const Socket file(::openat(folder.fd(), draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.fd() < 0) return warn("the token is not kept (" + reason() + ")");
  const bool good = write_all(file.fd(), session_to_json(token)) &&
                    ::renameat(folder.fd(), draft.c_str(), folder.fd(), (name_ + ".json").c_str()) == 0;
  if (good) return;
  warn("the token is not kept (" + reason() + ")");
  ::unlinkat(folder.fd(), draft.c_str(), 0);
}

std::optional<FileLock> TokenCache::lock(const std::stop_token& stop) const {
  const auto folder = open_folder(true);
  if (folder.fd() < 0) return std::nullopt;
  auto lock = FileLock::take(folder.fd(), name_ + ".lock", kPatience, stop);
  if (!lock && !stop.stop_requested()) warn("its lock can't be had; other processes may renew the token as well");
  return lock;
}

}  // namespace databricks::detail
