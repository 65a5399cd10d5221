// What is taken for an ID token, and what for a file with one.
#include "auth/id_token.hpp"
#include "auth/small_file.hpp"

#include <sys/stat.h>

#include "stage.hpp"

using namespace test;
using namespace databricks::detail;

BOOST_AUTO_TEST_SUITE(id_token)

BOOST_AUTO_TEST_CASE(only_what_can_be_accepted_is_sent) {
  const auto now = std::chrono::system_clock::now();
  BOOST_TEST(checked_id_token(" opaque\n", now) == "opaque");
  BOOST_TEST(checked_id_token("a.b.c", now) == "a.b.c");
  BOOST_TEST(checked_id_token(jwt_until(now + 5s), now) == jwt_until(now + 5s));
  BOOST_TEST(checked_id_token(jwt("{\"exp\":\"soon\"}"), now) == jwt("{\"exp\":\"soon\"}"));
  BOOST_TEST(holds(error_text([&] { checked_id_token(jwt_until(now - 10s), now); }), "ID token expired"));
  BOOST_TEST(holds(error_text([&] { checked_id_token(" \n", now); }), "empty"));
  BOOST_TEST(holds(error_text([&] { checked_id_token("planted-secret\nX: y", now); }), "control character"));
}

BOOST_AUTO_TEST_CASE(answers_of_issuers) {
  struct Row {
    int status;
    std::string body;
    std::string_view error;
  };
  const Row rows[] = {
      {200, "", "no JSON object"},
      {200, "<html>planted-secret</html>", "no JSON object"},
      {200, "[\"planted-secret\"]", "no JSON object"},
      {200, "{\"value\":\"planted-secret", "no JSON object"},
      {200, "{}", "has no value"},
      {200, "{\"value\":\"\",\"x\":\"planted-secret\"}", "has no value"},
      {200, "{\"value\":null}", "has no value"},
      {200, "{\"value\":7}", "has no value"},
      {200, "{\"value\":{\"value\":\"planted-secret\"}}", "has no value"},
      {401, "{\"value\":\"planted-secret\"}", "answered 401"},
      {302, "", "answered 302"},
  };
  for (const auto& row : rows) {
    const databricks::HttpResponse response{.status = row.status, .body = row.body};
    const auto text = error_text([&] { id_token_in(response, "value", "GitHub", "https://g"); });
    BOOST_TEST(holds(text, row.error), text);
    BOOST_TEST(holds(text, "GitHub (https://g)"), text);
  }
  BOOST_TEST(id_token_in({.status = 200, .body = R"( {"x" : 1, "value" : "a\u002eb" } )"}, "value", "G", "h") == "a.b");
}

BOOST_AUTO_TEST_CASE(files) {
  Stage stage;
  BOOST_TEST(read_small_file(stage.write("whole", "text\n")).value() == "text\n");
  BOOST_TEST(read_small_file(stage.write("none", "")).value() == "");
  BOOST_TEST(!read_small_file(stage.folder() + "/missing"));
  BOOST_TEST(!read_small_file(stage.write("file", "x") + "/below"));
  BOOST_TEST(read_small_file(stage.write("most", std::string(1 << 20, 'x'))).value().size() == 1U << 20);
  const auto large = stage.write("large", std::string((1 << 20) + 1, 'x'));
  BOOST_TEST(holds(error_text([&] { read_small_file(large); }), "larger than 1 MiB"));
  const auto pipe = stage.folder() + "/pipe";
  BOOST_REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  BOOST_TEST(holds(error_text([&] { read_small_file(pipe); }), "no regular file"));
  std::filesystem::create_symlink(stage.folder() + "/whole", stage.folder() + "/link");
  BOOST_TEST(read_small_file(stage.folder() + "/link").value() == "text\n");
}

BOOST_AUTO_TEST_SUITE_END()
