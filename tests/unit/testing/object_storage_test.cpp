// The object store behind the local workspace, and who asks for it in other ways than the SDK.
#include "raw_http.hpp"
#include "workspace.hpp"

#include <databricks/json.hpp>

#include <filesystem>
#include <sstream>
#include <vector>

namespace {

using namespace databricks;
using databricks::testing::LocalCloud;
using databricks::testing::LocalWorkspace;

const std::string kPath = "/Volumes/main/default/data/f";
const std::string kFiles = "/api/2.0/fs/files" + kPath;
const std::string kWrong = "SignatureDoesNotMatch";

/// The text of the first member of this name; empty: there is none.
std::string text_in(const std::string& json, const std::string& name) {
  const auto at = json.find('"' + name + "\":\"");
  const auto begin = at + name.size() + 4;
  return at == json.npos ? "" : json.substr(begin, json.find('"', begin) - begin);
}

std::string target_of(const std::string& url) { return url.substr(url.find('/', 7)); }
std::uint16_t port_of(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.find(':', 7) + 1)));
}

std::string header_in(const RawReply& reply, const std::string& name) {
  const auto at = reply.head.find("\r\n" + name + ": ");
  const auto begin = at + name.size() + 4;
  return at == reply.head.npos ? "" : reply.head.substr(begin, reply.head.find('\r', begin) - begin);
}

/// `404 NoSuchUpload`: of an error in XML; else the status alone.
std::string outcome(const RawReply& reply) {
  const auto at = reply.body.find("<Code>");
  return std::to_string(reply.status) +
         (at == reply.body.npos ? "" : ' ' + reply.body.substr(at + 6, reply.body.find('<', at + 6) - at - 6));
}

struct Store {
  explicit Store(LocalCloud cloud = LocalCloud::aws) : workspace({.cloud = cloud}) {}

  HttpResponse call(const std::string& method, const std::string& target, const std::string& body = {}) {
    HttpRequest request{.method = method, .target = target, .body = body};
    request.headers.set("Authorization", "Bearer local-token");
    return workspace.server().answer(request);
  }
  /// The error code of a call; empty when it succeeds.
  std::string refusal(const std::string& target, const std::string& body = {}) {
    const auto response = call("POST", target, body);
    return response.status == 200 ? "" : std::to_string(response.status) + ' ' + text_in(response.body, "error_code");
  }
  void put(const std::string& bytes) { call("PUT", kFiles + "?overwrite=true", bytes); }
  std::string file() { return call("GET", kFiles).body; }
  std::string open(const std::string& more = {}) {
    return text_in(call("POST", kFiles + "?action=initiate-upload" + more).body, "session_token");
  }
  static std::string of_session(const std::string& token, const std::string& more = {}) {
    return R"({"path":")" + kPath + R"(","session_token":")" + token + '"' + more + '}';
  }
  std::string part_url(const std::string& token, int number, const std::string& more = {}) {
    const auto request = of_session(token, R"(,"start_part_number":)" + std::to_string(number) + ",\"count\":1" + more);
    return text_in(call("POST", "/api/2.0/fs/create-upload-part-urls", request).body, "url");
  }
  std::string stream_url(const std::string& token) {
    return text_in(call("POST", "/api/2.0/fs/create-resumable-upload-url", of_session(token)).body, "url");
  }
  std::string download_url(const std::string& more = {}) {
    return text_in(call("POST", "/api/2.0/fs/create-download-url?path=" + kPath + more).body, "url");
  }
  static RawReply ask(const std::string& method, const std::string& url, const std::string& headers = {},
                      const std::string& body = {}) {
    const auto length = body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return exchange(port_of(url),
                    method + ' ' + target_of(url) + " HTTP/1.1\r\nHost: x\r\n" + headers + length + "\r\n" + body);
  }

  LocalWorkspace workspace;
};

std::size_t threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(object_storage)

BOOST_AUTO_TEST_CASE(what_is_not_signed_is_refused_in_the_words_of_the_cloud) {
  struct Row {
    LocalCloud cloud;
    const char *unsigned_, *altered, *expired, *with_credentials;
  };
  for (const auto& row : {Row{LocalCloud::aws, "403 AccessDenied", "403 SignatureDoesNotMatch", "403 AccessDenied",
                              "400 InvalidArgument"},
                          Row{LocalCloud::azure, "409 PublicAccessNotPermitted", "403 AuthenticationFailed",
                              "403 AuthenticationFailed", "400 InvalidAuthenticationInfo"},
                          Row{LocalCloud::gcp, "403 AccessDenied", "403 SignatureDoesNotMatch", "400 ExpiredToken",
                              "400 InvalidArgument"}}) {
    Store store(row.cloud);
    store.put("0123456789");
    const auto url = store.download_url();
    BOOST_TEST(outcome(store.ask("GET", url)) == "200");
    BOOST_TEST(outcome(store.ask("GET", url.substr(0, url.find('?')))) == row.unsigned_);
    auto altered = url;
    altered.back() = altered.back() == '0' ? '1' : '0';
    BOOST_TEST(outcome(store.ask("GET", altered)) == row.altered);
    BOOST_TEST(outcome(store.ask("GET", store.download_url("&expire_time=2020-01-01T00:00:00Z"))) == row.expired);
    BOOST_TEST(outcome(store.ask("GET", url, "Authorization: Bearer local-token\r\n")) == row.with_credentials);
  }
}

BOOST_AUTO_TEST_CASE(a_signature_is_of_one_url_and_method) {
  Store store;
  store.put("0123456789");
  const auto url = store.download_url();
  const auto signature = url.substr(url.find("&signature="));
  const auto token = store.open("&overwrite=true");
  const auto origin = url.substr(0, url.find('/', 7));
  BOOST_TEST(outcome(store.ask("PUT", url, "", "x")) == "403 " + kWrong);
  BOOST_TEST(outcome(store.ask("DELETE", url)) == "403 " + kWrong);
  BOOST_TEST(outcome(store.ask("GET", store.part_url(token, 1))) == "403 " + kWrong);
  BOOST_TEST(outcome(store.ask("GET", origin + "/other?expires=1" + signature)) == "403 " + kWrong);
  BOOST_TEST(outcome(store.ask("GET", url + "&x=1")) == "403 " + kWrong);
  BOOST_TEST(outcome(store.ask("GET", origin + "/x?&signature=")) == "403 " + kWrong);
  BOOST_TEST(outcome(store.ask("GET", origin + "/x?&signature=" + std::string(8000, 'a'))) != "200");
  BOOST_TEST(store.file() == "0123456789");
  BOOST_TEST(store.download_url() != url);
}

BOOST_AUTO_TEST_CASE(parts_become_a_file_when_they_are_named_rightly) {
  Store store;
  const auto token = store.open();
  const auto first = store.ask("PUT", store.part_url(token, 1), "", "one ");
  const auto third = store.ask("PUT", store.part_url(token, 3), "", "three");
  const auto part = [](int number, const std::string& etag) {
    return "{\"part_number\":" + std::to_string(number) + ",\"etag\":" + to_json(etag) + '}';
  };
  const auto one = part(1, header_in(first, "ETag"));
  const auto three = part(3, header_in(third, "ETag"));
  const auto complete = [&](const std::string& parts, const std::string& session) {
    return store.refusal(kFiles + "?action=complete-upload&upload_type=multipart&session_token=" + session,
                         "{\"parts\":[" + parts + "]}");
  };
  for (const auto& wrong :
       {std::string(), part(1, "\"another\""), part(2, ""), one + ',' + one, three + ',' + one,
        one + ',' + part(2, header_in(first, "ETag")), part(0, ""), part(-1, ""), std::string("{\"etag\":\"x\"}")}) {
    BOOST_TEST(complete(wrong, token) == "400 INVALID_PARAMETER_VALUE", wrong);
  }
  BOOST_TEST(complete("{", token) == "400 MALFORMED_REQUEST");
  BOOST_TEST(complete(one, "none") == "404 NOT_FOUND");
  BOOST_TEST(store.call("GET", kFiles).status == 404);
  BOOST_TEST(complete(one + ',' + three, token) == "");
  BOOST_TEST(store.file() == "one three");
  BOOST_TEST(complete(one, token) == "404 NOT_FOUND");
}

BOOST_AUTO_TEST_CASE(a_file_that_appears_meanwhile_is_not_replaced) {
  Store store;
  const auto token = store.open();
  const auto etag = header_in(store.ask("PUT", store.part_url(token, 1), "", "new"), "ETag");
  store.put("old");
  const auto target = kFiles + "?action=complete-upload&upload_type=multipart&session_token=" + token;
  BOOST_TEST(store.refusal(target, "{\"parts\":[{\"part_number\":1,\"etag\":" + to_json(etag) + "}]}") ==
             "409 ALREADY_EXISTS");
  BOOST_TEST(store.file() == "old");
}

BOOST_AUTO_TEST_CASE(calls_that_make_no_sense_are_refused) {
  const std::string part_urls = "/api/2.0/fs/create-upload-part-urls", invalid = "400 INVALID_PARAMETER_VALUE";
  Store store;
  store.put("x");
  const auto token = store.open("&overwrite=true");
  const auto urls = [](const std::string& session, const std::string& rest) {
    return Store::of_session(session, rest);
  };
  struct Row {
    std::string target, body, refusal;
  };
  for (const auto& row :
       std::vector<Row>{{kFiles, "", invalid},
                        {kFiles + "?action=burn", "", invalid},
                        {kFiles + "?action=initiate-upload", "", "409 ALREADY_EXISTS"},
                        {"/api/2.0/fs/files/elsewhere/f?action=initiate-upload", "", invalid},
                        {"/api/2.0/fs/files/Volumes/main/default?action=initiate-upload&overwrite=true", "", invalid},
                        {kFiles + "?action=complete-upload&session_token=" + token, "{}", invalid},
                        {part_urls, "", invalid},
                        {part_urls, "[", "400 MALFORMED_REQUEST"},
                        {part_urls, urls("none", ",\"start_part_number\":1,\"count\":1"), "404 NOT_FOUND"},
                        {part_urls, urls(token, ",\"count\":1"), invalid},
                        {part_urls, urls(token, ",\"start_part_number\":0,\"count\":1"), invalid},
                        {part_urls, urls(token, ",\"start_part_number\":10001,\"count\":1"), invalid},
                        {part_urls, urls(token, ",\"start_part_number\":1,\"count\":0"), invalid},
                        {part_urls, urls(token, ",\"start_part_number\":1,\"count\":1,\"expire_time\":\"soon\""),
                         "400 MALFORMED_REQUEST"},
                        {part_urls,
                         R"({"path":"/Volumes/main/default/data/other","session_token":")" + token +
                             R"(","start_part_number":1,"count":1})",
                         "404 NOT_FOUND"},
                        {"/api/2.0/fs/create-resumable-upload-url", urls(token, ""), invalid},
                        {"/api/2.0/fs/create-abort-upload-url", urls("none", ""), "404 NOT_FOUND"},
                        {"/api/2.0/fs/create-download-url?path=/Volumes/none", "", "404 NOT_FOUND"},
                        {"/api/2.0/fs/create-download-url?path=/Volumes/main", "", "404 NOT_FOUND"},
                        {"/api/2.0/fs/create-download-url?path=" + kPath + "&expire_time=soon", "", invalid},
                        {"/api/2.0/fs/create-download-url", "", invalid}}) {
    BOOST_TEST(store.refusal(row.target, row.body) == row.refusal, row.target + ' ' + row.body);
  }
  BOOST_TEST(Store(LocalCloud::gcp).refusal(part_urls, urls("x", ",\"start_part_number\":1,\"count\":1")) == invalid);
}

BOOST_AUTO_TEST_CASE(no_more_urls_at_once_than_there_are_parts) {
  Store store;
  const auto count = [&](const std::string& first, const std::string& wanted) {
    const auto body =
        store
            .call("POST", "/api/2.0/fs/create-upload-part-urls",
                  Store::of_session(store.open(), ",\"start_part_number\":" + first + ",\"count\":" + wanted))
            .body;
    std::size_t urls = 0;
    for (auto at = body.find("\"url\""); at != body.npos; at = body.find("\"url\"", at + 1)) ++urls;
    return urls;
  };
  BOOST_TEST(count("1", "7") == 7u);
  BOOST_TEST(count("1", "9223372036854775807") == 100u);
  BOOST_TEST(count("9998", "50") == 3u);
}

BOOST_AUTO_TEST_CASE(an_upload_that_ended_takes_nothing_more) {
  Store store;
  const auto token = store.open();
  const auto part = store.part_url(token, 1);
  const auto end =
      text_in(store.call("POST", "/api/2.0/fs/create-abort-upload-url", Store::of_session(token)).body, "url");
  BOOST_TEST(outcome(store.ask("PUT", part, "", "x")) == "200");
  BOOST_TEST(outcome(store.ask("DELETE", end)) == "200");
  BOOST_TEST(outcome(store.ask("DELETE", end)) == "404 NoSuchUpload");
  BOOST_TEST(outcome(store.ask("PUT", part, "", "x")) == "404 NoSuchUpload");
  BOOST_TEST(store.part_url(token, 2) == "");
}

BOOST_AUTO_TEST_CASE(a_stream_grows_by_what_fits_behind_its_end) {
  Store store(LocalCloud::gcp);
  const auto url = store.stream_url(store.open());
  const auto put = [&](const std::string& range, const std::string& bytes) {
    const auto reply = store.ask("PUT", url, "Content-Range: " + range + "\r\n", bytes);
    return outcome(reply) + ' ' + header_in(reply, "Range");
  };
  BOOST_TEST(put("bytes */*", "") == "308 ");
  BOOST_TEST(put("bytes 0-3/*", "0123") == "308 bytes=0-3");
  for (const auto& [range, bytes] :
       std::vector<std::pair<std::string, std::string>>{{"bytes 5-6/*", "56"},
                                                        {"bytes 4-6/*", "56"},
                                                        {"bytes 4-5/*", "456"},
                                                        {"bytes 4-5/5", "45"},
                                                        {"bytes 0-1/2", "01"},
                                                        {"bytes 6-4/*", "456"},
                                                        {"bytes 4-/*", "4"},
                                                        {"bytes */*", "4"},
                                                        {"bytes 4-18446744073709551615/*", "4"},
                                                        {"items 4-4/*", "4"},
                                                        {"", "4"}}) {
    BOOST_TEST(put(range, bytes) == "400 InvalidArgument ", range);
  }
  BOOST_TEST(outcome(store.ask("PUT", url, "", "4")) == "400 InvalidArgument");
  BOOST_TEST(put("bytes 2-5/*", "xx45") == "308 bytes=0-5");  // what is there stays
  BOOST_TEST(put("bytes 0-1/*", "01") == "308 bytes=0-5");
  BOOST_TEST(put("bytes */*", "") == "308 bytes=0-5");
  BOOST_TEST(put("bytes */9", "") == "308 bytes=0-5");
  BOOST_TEST(store.call("GET", kFiles).status == 404);
  BOOST_TEST(put("bytes 6-7/8", "67") == "200 ");
  BOOST_TEST(store.file() == "01234567");
  BOOST_TEST(put("bytes */8", "") == "200 ");  // for who has not heard
}

BOOST_AUTO_TEST_CASE(a_stream_ends_by_its_size_or_without_a_file) {
  Store store(LocalCloud::gcp);
  const auto url = store.stream_url(store.open());
  store.ask("PUT", url, "Content-Range: bytes 0-2/*\r\n", "abc");
  BOOST_TEST(outcome(store.ask("PUT", url, "Content-Range: bytes */3\r\n")) == "200");
  BOOST_TEST(store.file() == "abc");
  const auto other = store.stream_url(store.open());
  BOOST_TEST(outcome(store.ask("PUT", other, "Content-Range: bytes 0-2/3\r\n", "xyz")) == "412 PreconditionFailed");
  BOOST_TEST(outcome(store.ask("DELETE", other)) == "499");
  BOOST_TEST(outcome(store.ask("PUT", other, "Content-Range: bytes */*\r\n")) == "404 NoSuchUpload");
  BOOST_TEST(store.file() == "abc");
}

BOOST_AUTO_TEST_CASE(ranges_and_preconditions_of_downloads) {
  Store store;
  store.put("0123456789");
  const auto url = store.download_url();
  const auto whole = store.ask("GET", url);
  const auto etag = header_in(whole, "ETag");
  const auto time = header_in(whole, "Last-Modified");
  struct Row {
    std::string headers;
    int status;
    std::string range, body;
  };
  for (const auto& row : std::vector<Row>{{"Range: bytes=2-4\r\n", 206, "bytes 2-4/10", "234"},
                                          {"Range: bytes=7-\r\n", 206, "bytes 7-9/10", "789"},
                                          {"Range: bytes=5-999\r\n", 206, "bytes 5-9/10", "56789"},
                                          {"Range: bytes=10-11\r\n", 416, "bytes */10", ""},
                                          {"If-Match: " + etag + "\r\n", 200, "", "0123456789"},
                                          {"If-Match: *\r\nRange: bytes=0-0\r\n", 206, "bytes 0-0/10", "0"},
                                          {"If-Match: \"other\"\r\nRange: bytes=0-0\r\n", 412, "", ""},
                                          {"If-Match: \"other\"\r\nIf-Unmodified-Since: " + time + "\r\n", 412, "", ""},
                                          {"If-Unmodified-Since: " + time + "\r\n", 200, "", "0123456789"},
                                          {"If-Unmodified-Since: Wed, 21 Oct 2015 07:28:00 GMT\r\n", 412, "", ""},
                                          {"If-Unmodified-Since: yesterday\r\n", 200, "", "0123456789"}}) {
    const auto reply = store.ask("GET", url, row.headers);
    BOOST_TEST(reply.status == row.status, row.headers);
    if (row.status != 412) {
      BOOST_TEST(header_in(reply, "Content-Range") == row.range, row.headers);
      BOOST_TEST(reply.body == row.body, row.headers);
    }
  }
  store.put("another");
  BOOST_TEST(store.ask("GET", url, "If-Match: " + etag + "\r\n").status == 412);
  store.call("DELETE", kFiles);
  BOOST_TEST(outcome(store.ask("GET", url)) == "404 NoSuchKey");
}

BOOST_AUTO_TEST_CASE(the_service_itself_keeps_to_preconditions) {
  Store store;
  store.put("0123456789");
  const auto get = [&](const std::string& header) {
    return exchange(store.workspace.server().port(), "GET " + kFiles + " HTTP/1.1\r\nHost: x\r\n" +
                                                         "Authorization: Bearer local-token\r\n" + header + "\r\n")
        .status;
  };
  BOOST_TEST(get("If-Unmodified-Since: Wed, 21 Oct 2015 07:28:00 GMT\r\n") == 412);
  BOOST_TEST(get("If-Unmodified-Since: Wed, 21 Oct 2099 07:28:00 GMT\r\n") == 200);
}

BOOST_AUTO_TEST_CASE(files_of_results_are_behind_signed_links_too) {
  Store store;
  const auto answer = store.call("POST", "/api/2.0/sql/statements",
                                 R"({"warehouse_id":"w","statement":"SELECT 1","disposition":"EXTERNAL_LINKS"})");
  const auto link = text_in(answer.body, "external_link");
  BOOST_TEST(text_in(answer.body, "expiration").ends_with("Z"));
  BOOST_TEST(store.ask("GET", link).body == "[[\"1\"]]");
  BOOST_TEST(outcome(store.ask("GET", link, "Authorization: Bearer local-token\r\n")) == "400 InvalidArgument");
  BOOST_TEST(outcome(store.ask("GET", link + "0")) == "403 " + kWrong);
  store.put("x");
  BOOST_TEST(port_of(link) == port_of(store.download_url()));
}

BOOST_AUTO_TEST_CASE(nothing_outlives_the_workspace) {
  const auto before = threads();
  std::string url;
  {
    Store store;
    store.put("x");
    url = store.download_url();
    store.open("&overwrite=true");
    BOOST_TEST(store.ask("GET", url).status == 200);
    BOOST_TEST(threads() > before);
  }
  BOOST_TEST(threads() == before);
  BOOST_CHECK_THROW(Store::ask("GET", url), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
