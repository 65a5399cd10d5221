// Uploads: which way they take, and the protocols.
#include "files_fixture.hpp"
#include "kept_log.hpp"

#include <databricks/models/files.hpp>

#include <algorithm>

namespace {

using namespace databricks;
using ext::UploadOptions;
using ext::UploadProtocol;
using test::Cloud;
using test::Exchange;
using test::Side;
using test::StoreServers;

constexpr Cloud kClouds[] = {Cloud::aws, Cloud::azure, Cloud::gcp};
constexpr Cloud kMultipart[] = {Cloud::aws, Cloud::azure};

}  // namespace

BOOST_AUTO_TEST_SUITE(upload)

BOOST_AUTO_TEST_CASE(row_177_small_and_empty_data_goes_in_one_request_and_more_in_parts) {
  const struct {
    std::size_t size;
    bool is_known;
    UploadProtocol protocol;
  } cases[] = {
      {test::kLeast - 1, true, UploadProtocol::single},
      {test::kLeast, true, UploadProtocol::multipart},
      {0, true, UploadProtocol::single},
      {0, false, UploadProtocol::single},
      {test::kLeast, false, UploadProtocol::multipart},
      {test::kSize, false, UploadProtocol::multipart},
  };
  for (const auto& row : cases) {
    for (const bool parallel : {true, false}) {
      StoreServers servers(Cloud::aws);
      const auto w = test::client_of(servers.origin());
      const auto bytes = test::blob(row.size);
      const auto source = row.is_known ? Source(bytes) : test::stream_of(bytes, 4096);
      const auto result = w.files.upload(test::kPath, source, UploadOptions{.use_parallel = parallel});
      BOOST_TEST_CONTEXT(row.size << ' ' << row.is_known << ' ' << parallel) {
        BOOST_CHECK(result.protocol == row.protocol);
        BOOST_TEST(result.bytes == row.size);
        BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
        BOOST_TEST(servers.store.open_sessions() == 0u);
        BOOST_TEST(servers.count(Side::api, "initiate-upload") == (row.protocol == UploadProtocol::single ? 0u : 1u));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(all_kinds_of_sources_arrive_whole_on_all_clouds) {
  const test::TemporaryDirectory directory;
  const auto bytes = test::blob(test::kSize);
  const auto file = directory.write("file", bytes);
  for (const auto cloud : kClouds) {
    for (const bool parallel : {true, false}) {
      StoreServers servers(cloud);
      const auto w = test::client_of(servers.origin());
      const UploadOptions options{.overwrite = true, .use_parallel = parallel};
      std::istringstream stream("skipped" + bytes);
      stream.seekg(7);
      const auto path = [&](int i) { return test::kPath + std::to_string(i); };
      w.files.upload(path(0), Source(bytes), options);
      w.files.upload(path(1), test::stream_of(bytes, 1000), options);
      w.files.upload(path(2), Source(stream), options);
      const auto result = w.files.upload_from(path(3), file, options);
      for (int i = 0; i < 4; ++i) BOOST_TEST(test::is_same(servers.store.file(path(i)), bytes));
      BOOST_TEST(result.parts == 10);
      BOOST_CHECK(result.protocol == (cloud == Cloud::gcp ? UploadProtocol::resumable : UploadProtocol::multipart));
      BOOST_TEST(servers.store.open_sessions() == 0u);
    }
  }
}

BOOST_AUTO_TEST_CASE(row_179_an_expired_part_url_is_replaced) {
  for (const auto cloud : kMultipart) {
    for (const bool parallel : {true, false}) {
      StoreServers* servers = nullptr;
      StoreServers made(cloud, [&](Exchange& exchange) {
        if (exchange.side == Side::store && (exchange.number == 0 || exchange.number == 4))
          servers->store.expire_urls();
      });
      servers = &made;
      const auto w = test::client_of(made.origin());
      const auto bytes = test::blob(test::kSize);
      const auto result = w.files.upload(test::kPath, Source(bytes), UploadOptions{.use_parallel = parallel});
      BOOST_CHECK(result.protocol == UploadProtocol::multipart);
      BOOST_TEST(test::is_same(made.store.file(test::kPath), bytes));
      BOOST_TEST(made.count(Side::store, "DELETE") == 0u);
    }
  }
}

BOOST_AUTO_TEST_CASE(row_179_four_expired_urls_in_a_row_are_an_error) {
  for (const auto cloud : kMultipart) {
    StoreServers* servers = nullptr;
    int expiries = 0;
    StoreServers made(cloud, [&](Exchange& exchange) {
      if (exchange.side != Side::store || exchange.target.find("part=3") == std::string::npos) return;
      ++expiries;
      servers->store.expire_urls();
    });
    servers = &made;
    const auto w = test::client_of(made.origin());
    BOOST_CHECK_THROW(
        w.files.upload(test::kPath, Source(test::blob(test::kSize)), UploadOptions{.use_parallel = false}),
        PermissionDenied);
    BOOST_TEST(expiries == 4);
    BOOST_TEST(made.store.aborted_sessions() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(row_180_a_refused_first_part_sends_all_through_the_service) {
  const auto refuse = [](int status) {
    return [status](Exchange& exchange) {
      if (exchange.side == Side::store && exchange.method == "PUT") exchange.instead = test::plain_answer(status);
    };
  };
  const auto refuse_urls = [](Exchange& exchange) {
    if (exchange.target.find("create-upload-part-urls") != std::string::npos) {
      exchange.instead = test::plain_answer(500, "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"no\"}");
    }
  };
  const StoreServers::Plan plans[] = {refuse(403), refuse(500), refuse(503), refuse_urls};
  const auto bytes = test::blob(test::kSize);
  for (const auto& plan : plans) {
    for (const bool known : {true, false}) {
      for (const bool parallel : {true, false}) {
        StoreServers servers(Cloud::aws, plan);
        const auto w = test::client_of(servers.origin());
        const auto result = w.files.upload(test::kPath, known ? Source(bytes) : test::stream_of(bytes, 777),
                                           UploadOptions{.use_parallel = parallel});
        BOOST_CHECK(result.protocol == UploadProtocol::single);
        BOOST_TEST(result.bytes == bytes.size());
        BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
        BOOST_TEST(servers.store.aborted_sessions() == 1u);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(row_181_a_store_that_can_not_be_reached_sends_all_through_the_service) {
  const auto bytes = test::blob(test::kSize);
  for (const auto cloud : kClouds) {
    for (const bool known : {true, false}) {
      StoreServers servers(cloud);
      servers.store.set_store_origin("http://127.0.0.1:1");
      const auto w = test::client_of(servers.origin());
      w.files.upload(test::kPath, known ? Source(bytes) : test::stream_of(bytes, 777));
      BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
    }
  }
}

BOOST_AUTO_TEST_CASE(row_182_a_part_that_fails_later_aborts_the_upload) {
  for (const bool parallel : {true, false}) {
    StoreServers servers(Cloud::aws, [](Exchange& exchange) {
      if (exchange.side == Side::store && exchange.target.find("part=3&") != std::string::npos) {
        exchange.instead =
            test::plain_answer(400, "<Error><Code>BadDigest</Code><Message>not &lt;it&gt;</Message></Error>");
      }
    });
    const auto w = test::client_of(servers.origin());
    BOOST_CHECK_EXCEPTION(
        w.files.upload(test::kPath, Source(test::blob(test::kSize)), UploadOptions{.use_parallel = parallel}),
        BadRequest, [](const BadRequest& error) {
          BOOST_TEST(error.what() == "upload of part 3: the object store answered 400 BadDigest: not <it>");
          return true;
        });
    BOOST_TEST(servers.store.aborted_sessions() == 1u);
    BOOST_TEST(servers.store.open_sessions() == 0u);
    BOOST_TEST(!servers.store.file(test::kPath).has_value());
  }
}

BOOST_AUTO_TEST_CASE(row_183_a_source_that_gives_seven_bytes_at_a_time_is_no_shorter) {
  const auto bytes = test::blob(test::kSize);
  for (const auto cloud : kClouds) {
    StoreServers servers(cloud);
    const auto w = test::client_of(servers.origin());
    w.files.upload(test::kPath, test::stream_of(bytes, 7));
    BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
  }
}

BOOST_AUTO_TEST_CASE(a_source_that_ends_before_the_size_it_told_is_an_error) {
  struct Short : ByteSource {
    std::size_t read(char* buffer, std::size_t size) override {
      const auto n = std::min(size, left);
      std::fill(buffer, buffer + n, 'x');
      left -= n;
      return n;
    }
    std::optional<std::uint64_t> size() const override { return test::kSize; }
    std::size_t left = test::kSize / 2;
  };
  StoreServers servers(Cloud::aws);
  const auto w = test::client_of(servers.origin());
  BOOST_CHECK_THROW(w.files.upload(test::kPath, Source(std::make_shared<Short>())), InvalidArgument);
  BOOST_TEST(servers.store.open_sessions() == 0u);
  BOOST_TEST(!servers.store.file(test::kPath).has_value());
}

BOOST_AUTO_TEST_CASE(row_184_a_store_that_takes_less_than_it_is_sent_gets_the_rest_again) {
  const auto bytes = test::blob(test::kSize);
  for (const bool known : {true, false}) {
    StoreServers servers(Cloud::gcp);
    servers.store.stores_at_most = 4'000;
    const auto w = test::client_of(servers.origin());
    const auto result = w.files.upload(test::kPath, known ? Source(bytes) : test::stream_of(bytes, 5000));
    BOOST_CHECK(result.protocol == UploadProtocol::resumable);
    BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
    BOOST_TEST(servers.store.parts_stored() == 9u * 3 + 2);
  }
}

BOOST_AUTO_TEST_CASE(row_184_a_store_that_took_nothing_gets_it_all_again) {
  StoreServers servers(Cloud::gcp, [](Exchange& exchange) {
    if (exchange.side == Side::store && exchange.number == 0) exchange.instead = test::plain_answer(308);
  });
  const auto w = test::client_of(servers.origin());
  const auto bytes = test::blob(test::kSize);
  w.files.upload(test::kPath, Source(bytes));
  BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
}

BOOST_AUTO_TEST_CASE(row_184_a_range_that_can_not_be_is_an_error) {
  for (const char* range : {"bytes=0-10000", "bytes=0-99999999999999999999999", "bytes=5-6", "0-5", "bytes=0-x"}) {
    StoreServers servers(Cloud::gcp, [&](Exchange& exchange) {
      if (exchange.side != Side::store || exchange.method != "PUT") return;
      exchange.instead = test::plain_answer(308);
      exchange.instead->headers.set("Range", range);
    });
    const auto w = test::client_of(servers.origin());
    BOOST_CHECK_THROW(w.files.upload(test::kPath, Source(test::blob(test::kSize))), UnexpectedResponse);
    BOOST_TEST(servers.store.aborted_sessions() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(a_store_that_never_takes_anything_is_an_error_in_the_end) {
  StoreServers servers(Cloud::gcp, [&](Exchange& exchange) {
    if (exchange.side == Side::store && exchange.method == "PUT") exchange.instead = test::plain_answer(308);
  });
  const auto w = test::client_of(servers.origin());
  BOOST_CHECK_THROW(w.files.upload(test::kPath, Source(test::blob(test::kSize))), UnexpectedResponse);
  BOOST_TEST(servers.count(Side::store, "PUT") < 10u);
}

BOOST_AUTO_TEST_CASE(row_185_a_store_that_has_one_byte_gets_the_second_one_next) {
  StoreServers servers(Cloud::gcp);
  servers.store.stores_at_most = 1;
  const auto w = test::client_of(servers.origin());
  const auto bytes = test::blob(40);
  auto config = test::config_of(servers.origin());
  config.files_ext.multipart_upload_min_stream_size = 10;
  const WorkspaceClient small(config);
  small.files.upload(test::kPath, Source(bytes));
  BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
  const auto seen = servers.exchanges();
  const auto second = std::count_if(seen.begin(), seen.end(), [](const Exchange& exchange) {
    return exchange.head.find("Content-Range: bytes 1-39/40\r\n") != std::string::npos;
  });
  BOOST_TEST(second == 1);
}

BOOST_AUTO_TEST_CASE(row_186_a_file_that_is_there_is_not_replaced_unasked) {
  for (const auto cloud : kClouds) {
    StoreServers servers(cloud);
    servers.store.put(test::kPath, "old");
    const auto w = test::client_of(servers.origin());
    const auto bytes = test::blob(test::kSize);
    BOOST_CHECK_THROW(w.files.upload(test::kPath, Source(bytes)), AlreadyExists);
    BOOST_CHECK_THROW(w.files.upload(test::kPath, Source("small"), UploadOptions{.overwrite = false}), AlreadyExists);
    BOOST_TEST(servers.store.open_sessions() == 0u);
    BOOST_TEST(test::is_same(servers.store.file(test::kPath), "old"));
    w.files.upload(test::kPath, Source(bytes), UploadOptions{.overwrite = true});
    BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
  }
}

BOOST_AUTO_TEST_CASE(row_187_requests_to_the_store_carry_nothing_of_the_client) {
  const test::TemporaryDirectory directory;
  for (const auto cloud : kClouds) {
    StoreServers servers(cloud);
    const auto w = test::client_of(servers.origin());
    UploadOptions options{.call = {.headers = {{"X-Mine", "planted-secret-header"}}}};
    w.files.upload(test::kPath, Source(test::blob(test::kSize)), options);
    w.files.download_to(test::kPath, directory.path("down"));
    int seen = 0;
    for (const auto& exchange : servers.exchanges()) {
      if (exchange.side != Side::store) continue;
      ++seen;
      for (const char* name : {"Authorization", "User-Agent: databricks", "User-Agent: files-test", "traceparent",
                               "X-Databricks", "X-Gateway", "X-Mine", "Cookie"}) {
        BOOST_TEST(exchange.head.find(std::string("\r\n") + name) == std::string::npos,
                   name << " in " << exchange.head);
      }
      const bool is_part = exchange.target.find("/bucket/part") != std::string::npos;
      BOOST_TEST((exchange.head.find("\r\nx-ms-blob-type: BlockBlob\r\n") != std::string::npos) == is_part);
    }
    BOOST_TEST(seen >= 11);
  }
}

BOOST_AUTO_TEST_CASE(nothing_of_a_signed_url_or_session_is_logged) {
  for (const auto cloud : kClouds) {
    const auto log = std::make_shared<test::KeptLog>(LogLevel::debug);
    StoreServers servers(cloud, [](Exchange& exchange) {
      if (exchange.side == Side::store && exchange.number == 2) exchange.cut_request = 100;
      if (exchange.side == Side::store && exchange.number > 8) {
        exchange.instead = test::plain_answer(
            403,
            "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message><StringToSign>planted-secret-string"
            "</StringToSign></Error>");
      }
    });
    auto config = test::config_of(servers.origin());
    config.logger = log;
    config.debug_headers = true;
    config.custom_headers = {{"X-Gateway-Key", "planted-secret-gateway"}};
    config.debug_truncate_bytes = 100'000;
    const WorkspaceClient w(config);
    const test::TemporaryDirectory directory;
    BOOST_CHECK_EXCEPTION(w.files.upload(test::kPath, Source(test::blob(test::kSize))), PermissionDenied,
                          [](const auto& e) { return std::string(e.what()).find("planted") == std::string::npos; });
    servers.store.put(test::kPath, "there");
    w.files.download_to(test::kPath, directory.path("down"));
    const auto text = log->text();
    const auto leak = text.find("planted");
    BOOST_TEST(leak == std::string::npos,
               text.substr(leak > text.size() ? 0 : leak - std::min<std::size_t>(leak, 300), 400));
    BOOST_TEST(text.find("PUT /[presigned]") != std::string::npos);
    BOOST_TEST(text.find("goes through the service") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(checksums_that_differ_are_errors) {
  StoreServers multipart(Cloud::azure);
  multipart.store.wrong_checksum = "AAAAAAAAAAAAAAAAAAAAAA==";
  StoreServers resumable(Cloud::gcp);
  resumable.store.wrong_checksum = "AAAAAA==";
  // The first part of a multipart upload falls back, as it does for whatever else goes wrong with it.
  BOOST_CHECK(test::client_of(multipart.origin()).files.upload(test::kPath, Source(test::blob(test::kSize))).protocol ==
              UploadProtocol::single);
  BOOST_CHECK_THROW(test::client_of(resumable.origin()).files.upload(test::kPath, Source(test::blob(test::kSize))),
                    UnexpectedResponse);
}

BOOST_AUTO_TEST_CASE(progress_counts_each_byte_once) {
  for (const auto cloud : kClouds) {
    StoreServers servers(cloud, [](Exchange& exchange) {
      if (exchange.side == Side::store && exchange.number % 7 == 1) exchange.cut_request = 5000;
    });
    const auto w = test::client_of(servers.origin());
    Progress last;
    UploadOptions options{.call = {.on_progress = [&](const Progress& now) { last = now; }}};
    w.files.upload(test::kPath, Source(test::blob(test::kSize)), options);
    BOOST_TEST(last.sent == test::kSize);
    BOOST_TEST((last.to_send == std::uint64_t{test::kSize}));
  }
}

BOOST_AUTO_TEST_CASE(options_without_sense_are_refused_before_anything_is_sent) {
  StoreServers servers(Cloud::aws);
  const auto w = test::client_of(servers.origin());
  const UploadOptions wrong[] = {
      {.part_size = 0},
      {.part_size = 5 * test::kPart},
      {.use_parallel = false, .parallelism = 2},
      {.parallelism = 0},
      {.parallelism = 65},
      {.state_file = "/tmp/state"},
      {.call = {.to = Sink::to_function([](std::string_view) {})}},
  };
  for (const auto& options : wrong) {
    BOOST_CHECK_THROW(w.files.upload(test::kPath, Source("x"), options), InvalidArgument);
  }
  BOOST_CHECK_THROW(w.files.upload("Volumes/no/slash", Source("x")), InvalidArgument);
  BOOST_CHECK_THROW(w.files.upload(test::kPath, Source()), InvalidArgument);
  BOOST_CHECK_THROW(w.files.upload_from(test::kPath, "/no/such/file"), std::system_error);
  BOOST_CHECK_THROW(w.files.upload_from(test::kPath, "/tmp"), InvalidArgument);
  BOOST_TEST(servers.exchanges().empty());
}

BOOST_AUTO_TEST_CASE(a_client_without_the_files_client_sends_one_request) {
  StoreServers servers(Cloud::aws);
  auto config = test::config_of(servers.origin());
  config.disable_experimental_files_api_client = true;
  const WorkspaceClient w(config);
  const auto bytes = test::blob(test::kSize);
  w.files.upload(test::kPath, Source(bytes));
  BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes));
  BOOST_TEST(servers.exchanges().size() == 1u);
  BOOST_CHECK_THROW(w.files.upload_from(test::kPath, "/etc/hostname"), NotImplemented);
  BOOST_CHECK_THROW(w.files.download_to(test::kPath, "/tmp/never"), NotImplemented);
}

BOOST_AUTO_TEST_CASE(the_endpoint_itself_is_still_there) {
  StoreServers servers(Cloud::aws);
  const auto w = test::client_of(servers.origin());
  w.files.upload({.file_path = test::kPath, .contents = "abc"});
  w.files.upload({.file_path = test::kPath, .contents = "def", .overwrite = true}, {.tag = "two"});
  BOOST_TEST(w.files.upload.request({.file_path = "/x", .contents = "y"}).method == "PUT");
  BOOST_TEST(w.files.download({.file_path = test::kPath}).contents.data == "def");
  const auto copy = w;
  copy.files.upload("/Volumes/copy", Source("ghi"));
  BOOST_TEST(test::is_same(servers.store.file("/Volumes/copy"), "ghi"));
}

BOOST_AUTO_TEST_CASE(a_service_that_gives_no_session_or_no_url_is_an_error) {
  const struct {
    std::string_view call;
    std::string answer;
    bool falls_back;
  } cases[] = {
      {"initiate-upload", "{}", false},
      {"initiate-upload", "{\"multipart_upload\":{}}", false},
      {"initiate-upload", "[]", false},
      {"create-upload-part-urls", "{\"upload_part_urls\":[]}", true},
      {"create-upload-part-urls", "{\"upload_part_urls\":[{\"url\":\"ftp://x\"}]}", true},
      {"create-upload-part-urls", "{\"upload_part_urls\":[{\"url\":\"http://h/\",\"part_number\":9}]}", true},
      {"create-upload-part-urls",
       "{\"upload_part_urls\":[{\"url\":\"http://h/\",\"headers\":[{\"name\":\"a\\r\\nb\",\"value\":\"c\"}]}]}", true},
  };
  for (const auto& row : cases) {
    StoreServers servers(Cloud::aws, [&](Exchange& exchange) {
      if (exchange.target.find(row.call) == std::string::npos) return;
      exchange.instead = test::plain_answer(200, row.answer);
      exchange.instead->headers.set("Content-Type", "application/json");
    });
    const auto w = test::client_of(servers.origin());
    const auto bytes = test::blob(test::kSize);
    const auto run = [&] { w.files.upload(test::kPath, Source(bytes)); };
    if (row.falls_back) {
      run();
    } else {
      BOOST_CHECK_THROW(run(), Error);
    }
    BOOST_TEST(test::is_same(servers.store.file(test::kPath), bytes) == row.falls_back);
  }
}

BOOST_AUTO_TEST_SUITE_END()
