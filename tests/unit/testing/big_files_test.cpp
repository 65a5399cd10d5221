// Files of some size to and from the local workspace, by the SDK's own client, as each of the three clouds has it.
#include "temporary_directory.hpp"
#include "workspace.hpp"

#include <databricks/clock.hpp>
#include <databricks/http.hpp>
#include <databricks/models/files.hpp>

#include <atomic>
#include <mutex>
#include <sstream>
#include <vector>

namespace {

using namespace databricks;
using databricks::testing::LocalCloud;
using databricks::testing::LocalWorkspace;
using ext::UploadProtocol;

constexpr std::size_t kPart = std::size_t{256} << 10;
constexpr std::size_t kSize = 12 * kPart - 1000;  // twelve parts, the last one shorter
const std::string kPath = "/Volumes/main/default/data/a b/50%.bin";

struct CloudRow {
  LocalCloud cloud;
  const char* name;
  UploadProtocol protocol;
};
constexpr CloudRow kClouds[] = {{LocalCloud::aws, "aws", UploadProtocol::multipart},
                                {LocalCloud::azure, "azure", UploadProtocol::multipart},
                                {LocalCloud::gcp, "gcp", UploadProtocol::resumable}};

class InstantClock : public Clock {
 public:
  time_point now() const override { return std::chrono::steady_clock::now(); }
  bool sleep(duration, const std::stop_token& stop) override { return !stop.stop_requested(); }
};

struct Seen {
  std::string origin;
  std::string method;
  bool has_credentials;
  int status;
};

/// Real sockets, with the test looking on.
class Watching : public Transport {
 public:
  HttpResponse send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) override {
    auto response = real_->send(request, limits, sink);
    bool credentials = false;
    for (const auto& [name, value] : request.headers) {
      credentials = credentials || value.find("planted-secret") != value.npos || name == "Authorization";
    }
    const std::lock_guard lock(mutex_);
    seen_.push_back({request.origin, request.method, credentials, response.status});
    return response;
  }
  std::vector<Seen> of(const std::string& method, const std::string& not_origin) const {
    const std::lock_guard lock(mutex_);
    std::vector<Seen> found;
    for (const auto& one : seen_) {
      if (one.origin != not_origin && one.method == method) found.push_back(one);
    }
    return found;
  }

 private:
  std::shared_ptr<Transport> real_ = http_transport();
  mutable std::mutex mutex_;
  std::vector<Seen> seen_;
};

std::string some_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 7;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

struct OnCloud {
  explicit OnCloud(LocalCloud cloud) : workspace({.token = "planted-secret", .cloud = cloud}) {}

  Config config() const {
    auto made = workspace.config();
    made.transport = transport;
    made.clock = std::make_shared<InstantClock>();
    auto& knobs = made.files_ext;
    knobs.multipart_upload_min_stream_size = knobs.parallel_download_min_file_size = 2 * kPart;
    knobs.multipart_upload_part_size_options = {kPart};
    knobs.multipart_upload_default_part_size = knobs.parallel_download_default_part_size = kPart;
    return made;
  }
  std::vector<Seen> at_store(const std::string& method) const { return transport->of(method, workspace.host()); }

  LocalWorkspace workspace;
  std::shared_ptr<Watching> transport = std::make_shared<Watching>();
  test::TemporaryDirectory local;
  std::string bytes = some_bytes(kSize);
};

/// Stops an upload when a third of it has gone.
CallOptions stopped_early(std::stop_source& stop) {
  CallOptions call{.stop = stop.get_token()};
  call.on_progress = [&stop](const Progress& now) {
    if (now.sent > kSize / 3) stop.request_stop();
  };
  return call;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(big_files)

BOOST_AUTO_TEST_CASE(a_file_goes_up_and_comes_down_in_parts_on_every_cloud) {
  for (const auto& row : kClouds) {
    BOOST_TEST_CONTEXT(row.name) {
      OnCloud on(row.cloud);
      const WorkspaceClient w(on.config());
      const auto up = w.files.upload_from(kPath, on.local.write("up", on.bytes), {.parallelism = 4});
      BOOST_TEST((up.protocol == row.protocol));
      BOOST_TEST(up.parts == 12);
      BOOST_TEST(up.bytes == kSize);
      BOOST_TEST(on.at_store("PUT").size() == 12u);
      const auto down = w.files.download_to(kPath, on.local.path("down"), {.use_parallel = true, .parallelism = 4});
      BOOST_TEST(down.parts == 12);
      BOOST_TEST((on.local.read("down") == on.bytes));
      BOOST_TEST(on.at_store("GET").size() == 12u);
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_that_proves_who_calls_goes_to_the_store) {
  for (const auto& row : kClouds) {
    OnCloud on(row.cloud);
    auto config = on.config();
    config.custom_headers = {{"X-Gateway", "planted-secret-gateway"}};
    const WorkspaceClient w(config);
    w.files.upload(kPath, Source(on.bytes));
    w.files.download_to(kPath, on.local.path("down"));
    for (const auto* method : {"PUT", "GET"}) {
      BOOST_TEST(!on.at_store(method).empty());
      for (const auto& seen : on.at_store(method)) BOOST_TEST(!seen.has_credentials, row.name);
    }
  }
}

BOOST_AUTO_TEST_CASE(streams_of_unknown_length_and_ranges) {
  for (const auto& row : kClouds) {
    OnCloud on(row.cloud);
    const WorkspaceClient w(on.config());
    std::istringstream in(on.bytes);
    BOOST_TEST((w.files.upload(kPath, Source(in), {.use_parallel = false}).protocol == row.protocol));
    std::ostringstream out;
    const auto came = w.files.download_stream(kPath, Sink(out), {.offset = kSize - 100, .length = 1000});
    BOOST_TEST(came == 100u);  // the file ends before the range does
    BOOST_TEST((out.str() == on.bytes.substr(kSize - 100)));
  }
}

BOOST_AUTO_TEST_CASE(an_upload_that_was_interrupted_goes_on_and_is_no_file_before) {
  for (const auto& row : kClouds) {
    BOOST_TEST_CONTEXT(row.name) {
      OnCloud on(row.cloud);
      const WorkspaceClient w(on.config());
      const auto file = on.local.write("up", on.bytes);
      std::stop_source stop;
      ext::UploadOptions options{.use_parallel = false, .state_file = on.local.path("state")};
      options.call = stopped_early(stop);
      BOOST_CHECK_THROW(w.files.upload_from(kPath, file, options), CallCancelled);
      BOOST_TEST(error_of([&] { w.files.get_metadata({kPath}); }).starts_with("404"));
      options.call = {};
      const auto rest = w.files.upload_from(kPath, file, options);
      BOOST_TEST(rest.resumed_from >= kPart);
      BOOST_TEST(rest.parts < 12);
      BOOST_TEST((w.files.download({kPath}).contents.data == on.bytes));
      BOOST_TEST(!std::filesystem::exists(options.state_file));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_upload_that_nobody_goes_on_with_is_aborted) {
  for (const auto& row : kClouds) {
    OnCloud on(row.cloud);
    const WorkspaceClient w(on.config());
    w.files.upload(kPath, Source("the old one"));
    std::stop_source stop;
    ext::UploadOptions options{.overwrite = true, .use_parallel = false};
    options.call = stopped_early(stop);
    BOOST_CHECK_THROW(w.files.upload_from(kPath, on.local.write("up", on.bytes), options), CallCancelled);
    BOOST_TEST(w.files.download({kPath}).contents.data == "the old one");
    const auto ends = on.at_store("DELETE");
    BOOST_TEST(ends.size() == 1u, row.name);
    BOOST_TEST(ends.at(0).status == (row.cloud == LocalCloud::gcp ? 499 : 200));
  }
}

BOOST_AUTO_TEST_CASE(a_file_is_replaced_only_on_request) {
  for (const auto& row : kClouds) {
    OnCloud on(row.cloud);
    const WorkspaceClient w(on.config());
    w.files.upload(kPath, Source("the old one"));
    BOOST_CHECK_THROW(w.files.upload(kPath, Source(on.bytes)), AlreadyExists);
    BOOST_TEST(w.files.download({kPath}).contents.data == "the old one");
    w.files.upload(kPath, Source(on.bytes), {.overwrite = true});
    BOOST_TEST((w.files.download({kPath}).contents.data == on.bytes));
  }
}

BOOST_AUTO_TEST_CASE(urls_that_expire_at_once_leave_the_way_through_the_service) {
  for (const auto& row : kClouds) {
    OnCloud on(row.cloud);
    auto config = on.config();
    config.files_ext.multipart_upload_url_expiration_duration = std::chrono::seconds(-1);
    config.files_ext.presigned_download_url_expiration_duration = std::chrono::seconds(-1);
    const WorkspaceClient w(config);
    const auto up = w.files.upload_from(kPath, on.local.write("up", on.bytes));
    const bool is_gcp = row.cloud == LocalCloud::gcp;  // the URL of a stream has no time of its own
    BOOST_TEST((up.protocol == (is_gcp ? UploadProtocol::resumable : UploadProtocol::single)));
    if (!is_gcp) BOOST_TEST(on.at_store("PUT").size() == 4u);  // the first one, and three that were signed anew
    w.files.download_to(kPath, on.local.path("down"));
    BOOST_TEST((on.local.read("down") == on.bytes));
    for (const auto& seen : on.at_store("GET")) BOOST_TEST(seen.status == (is_gcp ? 400 : 403));
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_while_it_comes_down_is_found_out) {
  OnCloud on(LocalCloud::aws);
  const WorkspaceClient w(on.config());
  w.files.upload(kPath, Source(on.bytes));
  std::atomic<bool> changed = false;
  ext::DownloadToOptions options{.use_parallel = true, .parallelism = 2};
  options.call.on_progress = [&](const Progress&) {
    if (!changed.exchange(true)) w.files.upload(kPath, Source(some_bytes(kSize)), {.overwrite = true});
  };
  BOOST_CHECK_THROW(w.files.download_to(kPath, on.local.path("down"), options), FileChanged);
  BOOST_TEST(!std::filesystem::exists(on.local.path("down")));
}

BOOST_AUTO_TEST_SUITE_END()
