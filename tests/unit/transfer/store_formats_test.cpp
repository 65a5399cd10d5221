// Texts of object stores, and of uploads that were interrupted.
#include "transfer/content_check.hpp"
#include "transfer/store_error.hpp"
#include "transfer/stored_range.hpp"
#include "transfer/upload_state.hpp"

#include <databricks/service_error.hpp>

#include <boost/test/unit_test.hpp>

using namespace databricks;
using namespace databricks::detail;

BOOST_AUTO_TEST_SUITE(store_formats)

BOOST_AUTO_TEST_CASE(errors_of_stores_are_read_and_anything_else_is_none) {
  const auto read = [](std::string_view text) { return parse_store_error(text); };
  const auto aws = read(
      "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- x -->\n<Error a=\"b\"><Code>Access&amp;</Code>\n"
      "<Empty/><Other><Code>no</Code></Other><Message> a &lt;b&gt; </Message></Error>");
  BOOST_REQUIRE(aws.has_value());
  BOOST_TEST(aws->code == "Access&");
  BOOST_TEST(aws->message == "a <b>");
  for (const char* other : {"", "<", "<Error", "text", "<html><Error><Code>x</Code></Error></html>", "<!-- <Error>",
                            "<Errors><Code>x</Code></Errors>", "{\"Error\": 1}"}) {
    BOOST_TEST(!read(other).has_value(), other);
  }
  for (const char* cut : {"<Error>", "<Error/>", "<Error><Code>x", "<Error><Code", "<Error><Code>x</Code"}) {
    BOOST_TEST(read(cut).has_value(), cut);
  }
  BOOST_TEST(read("<Error>" + std::string(1 << 20, '<')).has_value());
}

BOOST_AUTO_TEST_CASE(row_179_only_expired_urls_are_expired) {
  const struct {
    int status;
    std::string body;
    bool is_expired;
  } cases[] = {
      {403, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", true},
      {403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", false},
      {400, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", false},
      {403, "<Error><Code>Other</Code><Message>Request has expired</Message></Error>", false},
      {403,
       "<Error><Code>AuthenticationFailed</Code><AuthenticationErrorDetail>Signature not valid in the specified time "
       "frame: Start</AuthenticationErrorDetail></Error>",
       true},
      {403,
       "<Error><Code>AuthenticationFailed</Code><AuthenticationErrorDetail>Other</AuthenticationErrorDetail></Error>",
       false},
      {403, "Request has expired", false},
  };
  for (const auto& row : cases) {
    BOOST_TEST(is_expired(HttpResponse{.status = row.status, .body = row.body}) == row.is_expired, row.body);
  }
}

BOOST_AUTO_TEST_CASE(refusals_have_the_class_of_their_status_and_show_no_signatures) {
  const HttpResponse response{.status = 404,
                              .body =
                                  "<Error><Code>NoSuchKey</Code><Message>gone\n sig=planted-secret</Message>"
                                  "<StringToSign>planted-secret</StringToSign></Error>"};
  BOOST_CHECK_EXCEPTION(throw_store_error(response, "download"), NotFound, [](const auto& error) {
    return std::string(error.what()).find("planted") == std::string::npos &&
           std::string(error.what()).starts_with("download: the object store answered 404 NoSuchKey: gone");
  });
}

BOOST_AUTO_TEST_CASE(refusals_are_of_one_line) {
  const HttpResponse response{.status = 403, .body = "<Error><Code>a\nb</Code><Message>c\r\nd</Message></Error>"};
  BOOST_CHECK_EXCEPTION(throw_store_error(response, "upload"), PermissionDenied, [](const auto& error) {
    return std::string(error.what()) == "upload: the object store answered 403 a b: c d";
  });
}

BOOST_AUTO_TEST_CASE(row_185_one_stored_byte_is_one) {
  const auto stored = [](const char* range) { return stored_bytes({{"Range", range}}); };
  BOOST_TEST((stored_bytes({}) == std::uint64_t{0}));
  BOOST_TEST((stored("bytes=0-0") == std::uint64_t{1}));
  BOOST_TEST((stored("bytes=0-41") == std::uint64_t{42}));
  for (const char* wrong : {"", "bytes=1-2", "bytes=0-", "bytes=0--1", "bytes=0-1x", "0-1",
                            "bytes=0-18446744073709551615", "bytes=0-99999999999999999999"}) {
    BOOST_TEST(!stored(wrong).has_value(), wrong);
  }
}

BOOST_AUTO_TEST_CASE(checksums_are_those_of_the_standards) {
  // RFC 3720 B.4, and the check value of the catalogue of CRC algorithms.
  BOOST_TEST(crc32c(0, std::string(32, '\0')) == 0x8A9136AAu);
  BOOST_TEST(crc32c(0, std::string(32, '\xFF')) == 0x62A8AB43u);
  BOOST_TEST(crc32c(0, "123456789") == 0xE3069283u);
  BOOST_TEST(crc32c(crc32c(0, "1234"), "56789") == 0xE3069283u);
  const auto sums = [](Headers headers, int status = 200) {
    return content_sums(HttpResponse{.status = status, .headers = std::move(headers)});
  };
  const ContentSums both = sums({{"x-goog-hash", "crc32c=4waSgw==,md5=JfnnlDI7RTiF9RgfG2JNCw=="}});
  BOOST_TEST((both.crc32c == 0xE3069283u));
  BOOST_CHECK_NO_THROW(check_content(both, Source("123456789"), "x"));
  BOOST_CHECK_THROW(check_content(both, Source("123456780"), "x"), UnexpectedResponse);
  const ContentSums md5 = sums({{"Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="}});
  BOOST_CHECK_NO_THROW(check_content(md5, Source("123456789"), "x"));
  BOOST_CHECK_THROW(check_content(md5, Source("12345678"), "x"), UnexpectedResponse);
  BOOST_TEST(sums({{"Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="}}, 206).empty());
  for (const char* odd : {"", "crc32c=", "crc32c=!!!!!!==", "md5=4waSgw==", "sha=1", ",,,"}) {
    BOOST_TEST(sums({{"x-goog-hash", odd}}).empty(), odd);
  }
}

BOOST_AUTO_TEST_CASE(states_of_uploads_are_written_and_read) {
  UploadState state{.host = "https://a", .path = "/Volumes/x", .size = 95, .modified = 7, .part_size = 10};
  state.session_token = "t";
  state.parts = {{1, "\"a\""}, {10, ""}};
  auto read = parse_upload_state(upload_state_text(state));
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(read->path == "/Volumes/x");
  BOOST_TEST((read->parts == state.parts));
  BOOST_TEST(!read->resumable.has_value());
  state.resumable = PresignedUrl{"https://store/x", {{"a", "b"}}};
  read = parse_upload_state(upload_state_text(state));
  BOOST_REQUIRE(read.has_value() && read->resumable.has_value());
  BOOST_TEST(read->resumable->url == "https://store/x");
  BOOST_TEST(*read->resumable->headers.find("a") == "b");
}

BOOST_AUTO_TEST_CASE(a_state_that_makes_no_sense_is_none) {
  const UploadState good{.host = "h", .path = "/p", .size = 95, .part_size = 10, .session_token = "t"};
  const auto with = [&](auto change) {
    auto state = good;
    change(state);
    return parse_upload_state(upload_state_text(state)).has_value();
  };
  BOOST_TEST(with([](UploadState&) {}));
  BOOST_TEST(!with([](UploadState& s) { s.part_size = 0; }));
  BOOST_TEST(!with([](UploadState& s) { s.session_token.clear(); }));
  BOOST_TEST(!with([](UploadState& s) { s.path.clear(); }));
  BOOST_TEST(!with([](UploadState& s) { s.parts[11] = "x"; }));
  BOOST_TEST(!with([](UploadState& s) { s.parts[0] = "x"; }));
  const auto text = upload_state_text(good);
  for (std::size_t n = 0; n + 2 < text.size(); ++n) BOOST_TEST(!parse_upload_state(text.substr(0, n)).has_value());
  auto newer = text;
  newer.replace(newer.find(":1,"), 3, ":2,");
  BOOST_TEST(!parse_upload_state(newer).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
