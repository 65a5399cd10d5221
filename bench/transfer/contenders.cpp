#include "contenders.hpp"

#include <curl/curl.h>
#include <httplib.h>

#include <cstdio>
#include <databricks/client.hpp>
#include <databricks/download.hpp>
#include <filesystem>
#include <memory>

#include "blob_server.hpp"

namespace bench {

namespace {

const char* const kFile = "/dev/shm/bench-transfer";

// Stands for the program's own work on each piece: none.
std::uint64_t consumed = 0;

struct RemoveFile {
  ~RemoveFile() { std::filesystem::remove(kFile); }
};

httplib::Client httplib_client(const std::string& origin) {
  httplib::Client client(origin);
  client.set_tcp_nodelay(true);
  client.enable_server_certificate_verification(false);
  return client;
}

using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

Curl curl_handle(const std::string& origin) {
  Curl handle(curl_easy_init(), &curl_easy_cleanup);
  curl_easy_setopt(handle.get(), CURLOPT_URL, (origin + kBlobPath).c_str());
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  return handle;
}

std::size_t count(char*, std::size_t size, std::size_t pieces, void*) {
  consumed += size * pieces;
  return size * pieces;
}

std::size_t give(char*, std::size_t size, std::size_t pieces, void* left) {
  auto& rest = *static_cast<std::uint64_t*>(left);
  const auto n = std::min<std::uint64_t>(rest, size * pieces);
  rest -= n;
  return n;
}

databricks::Client our_client(const std::string& origin) {
  return databricks::Client({.host = origin, .token = "token", .skip_verify = true});
}

bool download(const std::string& origin, int workers) {
  const RemoveFile cleanup;
  const auto got = databricks::download_to_file(our_client(origin), kBlobPath, kFile, {.workers = workers});
  return got.bytes == kBlobSize && std::filesystem::file_size(kFile) == kBlobSize;
}

}  // namespace

bool httplib_down(const std::string& origin) {
  const auto got = httplib_client(origin).Get(kBlobPath, [](const char*, std::size_t size) {
    consumed += size;
    return true;
  });
  return got && got->status == 200 && consumed == kBlobSize;
}

bool httplib_up(const std::string& origin) {
  static const std::string piece(std::size_t{64} << 10, 'b');
  const auto provider = [](std::size_t, std::size_t length, httplib::DataSink& to) {
    return to.write(piece.data(), std::min(length, piece.size()));
  };
  const auto got = httplib_client(origin).Put(kBlobPath, kBlobSize, provider, "application/octet-stream");
  return got && got->status == 200;
}

bool curl_down(const std::string& origin) {
  const auto handle = curl_handle(origin);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, count);
  return curl_easy_perform(handle.get()) == CURLE_OK && consumed == kBlobSize;
}

bool curl_up(const std::string& origin) {
  const auto handle = curl_handle(origin);
  std::uint64_t left = kBlobSize;
  curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(kBlobSize));
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, give);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &left);
  return curl_easy_perform(handle.get()) == CURLE_OK && left == 0;
}

bool our_down(const std::string& origin) {
  databricks::CallOptions options;
  options.to = databricks::Sink::to_function([](std::string_view bytes) { consumed += bytes.size(); });
  return our_client(origin).do_("GET", kBlobPath, {}, options).status == 200 && consumed == kBlobSize;
}

bool our_up(const std::string& origin) {
  struct Blob : databricks::ByteSource {
    std::size_t read(char*, std::size_t size) override {
      const auto n = std::min<std::uint64_t>(left, size);
      left -= n;
      return n;
    }
    std::optional<std::uint64_t> size() const override { return left; }
    bool rewind() override {
      left = kBlobSize;
      return true;
    }
    std::uint64_t left = kBlobSize;
  };
  databricks::RawCall call;
  call.body = databricks::Source(std::make_shared<Blob>());
  return our_client(origin).do_("PUT", kBlobPath, call).status == 200;
}

bool curl_to_file(const std::string& origin) {
  const RemoveFile cleanup;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(kFile, "wb"), &std::fclose);
  const auto handle = curl_handle(origin);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, file.get());
  return curl_easy_perform(handle.get()) == CURLE_OK && std::filesystem::file_size(kFile) >= kBlobSize - BUFSIZ;
}

bool our_to_file(const std::string& origin) { return download(origin, 1); }
bool our_parts_to_file(const std::string& origin) { return download(origin, 4); }

}  // namespace bench
