// What moving 1 GB through `w.files` costs, by parts to and from an object store, beside one stream of libcurl to the
// same store.
#include <curl/curl.h>
#include <unistd.h>
#include <databricks/workspace_client.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include "blob_server.hpp"
#include "contenders.hpp"
#include "forked_server.hpp"
#include "moves.hpp"

namespace {

const char* const kLocal = "/dev/shm/bench-files";
const char* const kPath = "/Volumes/a/b/c/blob";
std::string store_origin;  // of the object store; set before the service starts
std::string api_origin;

// The service: sessions and URLs.
void serve_api(bench::Wire& wire) {
  std::vector<char> buffer(1 << 16);
  std::string text;
  for (;;) {
    auto end = text.find("\r\n\r\n");
    while (end == std::string::npos) {
      const long n = wire.receive(buffer.data(), buffer.size());
      if (n <= 0) return;
      text.append(buffer.data(), static_cast<std::size_t>(n));
      end = text.find("\r\n\r\n");
    }
    const auto head = text.substr(0, end);
    const auto at = head.find("Content-Length: ");
    const auto length = at == head.npos ? 0 : std::strtoull(head.c_str() + at + 16, nullptr, 10);
    while (text.size() < end + 4 + length) {
      const long n = wire.receive(buffer.data(), buffer.size());
      if (n <= 0) return;
      text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    text.erase(0, end + 4 + length);
    const auto url = "{\"url\":\"" + store_origin + bench::kBlobPath + "\"}";
    std::string body = "{}";
    if (head.find("initiate-upload") != head.npos) body = "{\"multipart_upload\":{\"session_token\":\"t\"}}";
    if (head.find("part-urls") != head.npos) body = "{\"upload_part_urls\":[" + url + "]}";
    if (head.find("download-url") != head.npos) body = url;
    const bool is_size = head.starts_with("HEAD");
    const auto size = is_size ? bench::kBlobSize : body.size();
    auto answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
    if (!is_size) answer += body;
    if (!wire.send(answer.data(), answer.size())) return;
  }
}

databricks::WorkspaceClient client() {
  return databricks::WorkspaceClient({.host = api_origin, .token = "token", .skip_verify = true});
}

// One stream of the same file.
bool curl_file_up(const std::string& origin) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(kLocal, "rb"), &std::fclose);
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), &curl_easy_cleanup);
  curl_easy_setopt(handle.get(), CURLOPT_URL, (origin + bench::kBlobPath).c_str());
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bench::kBlobSize));
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, file.get());
  return curl_easy_perform(handle.get()) == CURLE_OK;
}

bool up(bool parallel) {
  const auto result = client().files.upload_from(kPath, kLocal, {.use_parallel = parallel});
  return result.protocol == databricks::ext::UploadProtocol::multipart && result.bytes == bench::kBlobSize;
}

bool parallel_up(const std::string&) { return up(true); }
bool sequential_up(const std::string&) { return up(false); }

bool stream_up(const std::string&) {
  std::ifstream file(kLocal, std::ios::binary);
  return client().files.upload(kPath, databricks::Source(file), {}).bytes == bench::kBlobSize;
}

bool down(bool parallel) {
  const auto target = std::string(kLocal) + "-copy";
  const auto result = client().files.download_to(kPath, target, {.use_parallel = parallel});
  std::filesystem::remove(target);
  return result.bytes == bench::kBlobSize;
}

bool parallel_down(const std::string&) { return down(true); }
bool sequential_down(const std::string&) { return down(false); }

void compare_all(const std::string& scheme, const std::string& origin) {
  using namespace bench;
  compare(scheme + ", 1 GiB up", origin,
          {{"libcurl, one stream", curl_file_up},
           {"upload_from, 10 workers", parallel_up},
           {"upload_from, 1 worker", sequential_up},
           {"upload, 10 workers", stream_up}});
  compare(scheme + ", 1 GiB into a file", origin,
          {{"libcurl, one stream", curl_to_file},
           {"download_to, 10 workers", parallel_down},
           {"download_to, 1 worker", sequential_down}});
}

}  // namespace

int main() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  std::puts(
      "ratios to the first of each; memory at most workers x part size + 16 MiB: 216 MiB for a stream by 10 workers");
  {
    std::ofstream file(kLocal, std::ios::binary);
    const std::string piece(std::size_t{1} << 20, 'b');
    for (std::uint64_t n = 0; n < bench::kBlobSize; n += piece.size()) file << piece;
  }
  const auto certificate = bench::self_signed_certificate();
  for (const bool tls : {false, true}) {
    const bench::ForkedServer store(bench::serve_blob, tls ? certificate : std::string());
    store_origin = store.origin();
    const bench::ForkedServer api(serve_api);
    api_origin = api.origin();
    compare_all(tls ? "https" : "http", store_origin);
  }
  std::filesystem::remove(kLocal);
}
