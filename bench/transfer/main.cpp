// What moving 1 GB costs, up and down, beside plain cpp-httplib and libcurl, in one run, over plain connections and
// over TLS. Every move runs in a process of its own, so that its CPU time and peak memory are its own.
#include <curl/curl.h>

#include <cstdio>
#include <string>

#include "blob_server.hpp"
#include "contenders.hpp"
#include "moves.hpp"

namespace {

void compare_all(const std::string& scheme, const std::string& origin) {
  using namespace bench;
  compare(scheme + ", 1 GiB down", origin,
          {{"raw cpp-httplib", httplib_down}, {"libcurl", curl_down}, {"our client", our_down}});
  compare(scheme + ", 1 GiB up", origin,
          {{"raw cpp-httplib", httplib_up}, {"libcurl", curl_up}, {"our client", our_up}});
  compare(
      scheme + ", 1 GiB into a file", origin,
      {{"libcurl, one stream", curl_to_file}, {"ours, one stream", our_to_file}, {"ours, 4 parts", our_parts_to_file}});
}

}  // namespace

int main() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  std::puts(
      "ratios to the first of each; budget: cpu <= 1.05x raw cpp-httplib, parts at least as fast as one libcurl "
      "stream, memory <= 16 MB");
  const auto certificate = bench::self_signed_certificate();
  const bench::ForkedServer plain(bench::serve_blob);
  const bench::ForkedServer tls(bench::serve_blob, certificate);
  compare_all("http", plain.origin());
  compare_all("https", tls.origin());
}
