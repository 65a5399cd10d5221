// Chunks behind presigned links.
#include "fixture.hpp"
#include "loopback.hpp"

using namespace databricks;
using namespace test;

namespace {

const std::string kTwo = R"([["1","a"],["2","b"]])";
const std::string kOne = R"([["3","c"]])";

std::string link(const std::string& url, int index, int offset, int count, const std::string& more = {}) {
  return R"({"chunk_index":)" + std::to_string(index) + R"(,"row_offset":)" + std::to_string(offset) +
         R"(,"row_count":)" + std::to_string(count) + R"(,"expiration":"2020-01-01T00:00:00Z","external_link":")" +
         url + "\"" + more + "}";
}
std::string links(const std::string& all) { return R"({"external_links":[)" + all + "]}"; }

struct Links : Fixture {
  std::string url(const std::string& name) const {
    return storage.server.host() + "/bucket/" + name + "?X-Amz-Signature=planted-secret-" + name +
           "&sig=planted-secret";
  }
  std::string run() { return outcome({.disposition = SqlDisposition::external_links}); }
};

const std::string kNext = ",\"next_chunk_index\":1";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(external_links, Links)

BOOST_AUTO_TEST_CASE(rows_come_from_storage_without_credentials) {
  workspace.answers = {
      success("\"total_row_count\":3,\"total_chunk_count\":2",
              links(link(url("a"), 0, 0, 2, kNext + R"(,"http_headers":{"x-amz-customer-key":"planted-secret-key"})"))),
      json(links(link(url("b"), 1, 2, 1)))};
  storage.answers = {json(kTwo), json(kOne)};
  BOOST_TEST(run() == "6");
  BOOST_TEST(boost::json::parse(workspace.request(0).body).at("disposition") == "EXTERNAL_LINKS");
  BOOST_TEST(workspace.targets() == kExecute + chunk_line(1));
  for (std::size_t i = 0; i < 2; ++i) {
    BOOST_TEST(!storage.request(i).has_header("Authorization"));
    BOOST_TEST(!storage.request(i).has_header("X-Databricks-Org-Id"));
  }
  BOOST_TEST(storage.request(0).header("x-amz-customer-key") == "planted-secret-key");
  BOOST_TEST(!storage.request(1).has_header("x-amz-customer-key"));
  BOOST_TEST(storage.request(0).target.ends_with("X-Amz-Signature=planted-secret-a&sig=planted-secret"));
  BOOST_TEST(log.find("/bucket/a") != std::string::npos);
  BOOST_TEST(log.find("planted-secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(several_links_of_one_answer_are_used) {
  workspace.answers = {success("", links(link(url("a"), 0, 0, 2, kNext) + "," + link(url("b"), 1, 2, 1)))};
  storage.answers = {json(kTwo), json(kOne)};
  BOOST_TEST(run() == "6");
  BOOST_TEST(workspace.targets() == kExecute);
}

BOOST_AUTO_TEST_CASE(a_link_to_the_workspace_itself_is_not_signed_either) {
  workspace.answers = {success("", links(link(workspace.server.host() + "/files/a", 0, 0, 2))), json(kTwo)};
  BOOST_TEST(run() == "3");
  BOOST_TEST(workspace.request(0).has_header("Authorization"));
  BOOST_TEST(!workspace.request(1).has_header("Authorization"));
}

BOOST_AUTO_TEST_CASE(an_expired_link_is_fetched_anew) {
  for (const int status : {403, 400, 404}) {
    workspace.requests.clear();
    storage.requests.clear();
    workspace.answers = {success("", links(link(url("old"), 0, 0, 2))), json(links(link(url("new"), 0, 0, 2)))};
    storage.answers = {json("<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", status),
                       json(kTwo)};
    BOOST_TEST(run() == "3");
    BOOST_TEST(workspace.targets() == kExecute + chunk_line(0));
    BOOST_TEST(storage.request(1).target.find("/bucket/new") == 0u);
  }
}

BOOST_AUTO_TEST_CASE(links_that_never_work_are_a_clear_error_without_the_link) {
  workspace.answers = {success("", links(link(url("a"), 0, 0, 2)))};
  for (int i = 0; i < 5; ++i) workspace.answers.push_back(json(links(link(url("a"), 0, 0, 2))));
  for (int i = 0; i < 5; ++i) storage.answers.push_back(json("<Error>planted-secret</Error>", 403));
  BOOST_TEST(run() == "chunk 0 of the result can't be fetched: its links answer 403");
  BOOST_TEST(storage.requests.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_storage_that_is_busy_is_asked_again) {
  workspace.answers = {success("", links(link(url("a"), 0, 0, 2)))};
  storage.answers = {json("slow down", 503), json(kTwo)};
  BOOST_TEST(run() == "3");
  BOOST_TEST(clock->sleeps().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_chunk_that_is_cut_on_the_way_is_fetched_again) {
  LoopbackServer cutting([cut = true](Peer& peer) mutable {
    while (!peer.read_request().empty()) {
      const auto whole = answer(kTwo);
      if (!std::exchange(cut, false)) {
        peer.send(whole);
        continue;
      }
      peer.send(whole.substr(0, whole.size() - 5));
      return;
    }
  });
  workspace.answers = {success("", links(link(cutting.origin() + "/a", 0, 0, 2)))};
  BOOST_TEST(run() == "3");
  BOOST_TEST(cutting.requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(lying_links_and_files_are_refused) {
  struct Case {
    std::string answer;
    const char* file;
    const char* expected;
  };
  const Case cases[] = {
      {links(link(url("a"), 0, 1, 2)), kTwo.c_str(), "chunk 0 of the result begins with row 1, after 0 rows"},
      {links(link(url("a"), 0, 0, 3)), kTwo.c_str(), "chunk 0 of the result has 2 rows where 3 were announced"},
      {links(link(url("a"), 0, 0, 2, ",\"next_chunk_index\":0")), kTwo.c_str(),
       "chunk 0 of the result is followed by chunk 0"},
      {links(link("file:///etc/passwd", 0, 0, 2)), "",
       "chunk 0 of the result comes with a link that is no URL, or with headers that are none"},
      {links(link("http://planted-secret:planted-secret@x/", 0, 0, 2)), "",
       "chunk 0 of the result comes with a link that is no URL, or with headers that are none"},
      {links(link(url("a"), 0, 0, 2, R"(,"http_headers":{"x-customer-key":"a\r\nplanted-secret: b"})")), "",
       "chunk 0 of the result comes with a link that is no URL, or with headers that are none"},
      {links(link("", 0, 0, 2)), "",
       "chunk 0 of the result comes with a link that is no URL, or with headers that are none"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.expected) {
      workspace.answers = {success("", c.answer)};
      storage.answers = {json(c.file)};
      BOOST_TEST(run() == c.expected);
    }
  }
  for (const char* file : {"", "<xml/>", "{}", "[[\"1\",\"a\"]", "[[\"1\",\"a\"]]x"}) {
    workspace.answers = {success("", links(link(url("a"), 0, 0, 1)))};
    storage.answers = {json(file)};
    BOOST_TEST(run().find("chunk 0 of the result") != std::string::npos);
  }
  const auto leak = log.find("planted-secret");
  BOOST_TEST(leak == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_answer_about_another_chunk_is_refused) {
  workspace.answers = {success("\"total_chunk_count\":2", links(link(url("b"), 1, 2, 1))),
                       json(links(link(url("b"), 1, 2, 1)))};
  BOOST_TEST(run() == "chunk 0 of the result comes neither with rows nor with a link to them");
}

BOOST_AUTO_TEST_SUITE_END()
