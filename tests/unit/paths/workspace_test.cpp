// Notebooks and files of the workspace.
#include "fixture.hpp"

#include "loopback.hpp"

#include <databricks/models/workspace.hpp>

#include <atomic>
#include <map>
#include <set>
#include <sstream>

namespace {

using namespace test;
using workspace::ExportFormat;
using workspace::ImportFormat;
using workspace::Language;
using Options = ext::WorkspaceUploadOptions;

// Fields of a form, by a reading of RFC 7578 that shares nothing with the writer.
std::map<std::string, std::string> fields_of(const std::string& request) {
  std::map<std::string, std::string> fields;
  const std::string mark = "boundary=";
  const auto at = request.find(mark) + mark.size();
  const auto delimiter = "--" + request.substr(at, request.find("\r\n", at) - at);
  auto start = request.find("\r\n\r\n") + 4;
  while (request.compare(start, delimiter.size(), delimiter) == 0) {
    start += delimiter.size() + 2;
    if (request.compare(start - 2, 2, "--") == 0) {
      fields["(end)"] = request.substr(start);
      break;
    }
    const auto name = request.find("name=\"", start) + 6;
    const auto content = request.find("\r\n\r\n", start) + 4;
    const auto end = request.find("\r\n" + delimiter, content);
    fields[request.substr(name, request.find('"', name) - name)] = request.substr(content, end - content);
    start = end + 2;
  }
  return fields;
}

struct Scripted {
  explicit Scripted(std::vector<std::string> answers) : server(std::move(answers)) {}
  WorkspaceClient client() const { return client_of(server.origin()); }
  LoopbackServer server;
};

const std::string kBusy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

// Can't go back.
Source once(std::string bytes) {
  auto rest = std::make_shared<std::istringstream>(std::move(bytes));
  return Source::from_function([rest](char* buffer, std::size_t size) {
    rest->read(buffer, static_cast<std::streamsize>(size));
    return static_cast<std::size_t>(rest->gcount());
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(workspace_forms)

BOOST_AUTO_TEST_CASE(row_175_the_form_of_an_upload) {
  struct Row {
    std::string path;
    Options options;
    std::string format;
    std::string language;
    std::string overwrite;
  };
  const std::vector<Row> rows = {
      {"/a/n.py", Options{}, "", "PYTHON", ""},
      {"/a/n.sql", Options{}, "", "SQL", ""},
      {"/a/n.scala", Options{}, "", "SCALA", ""},
      {"/a/n.R", Options{}, "", "R", ""},
      {"/a/n.r", Options{}, "", "", ""},
      {"/a/n.PY", Options{}, "", "", ""},
      {"/a/n.py.txt", Options{}, "", "", ""},
      {"/a/n", Options{.overwrite = true}, "", "", "true"},
      {"/a/n.py", Options{.format = ImportFormat::SOURCE}, "SOURCE", "PYTHON", ""},
      {"/a/n.py", Options{.format = ImportFormat::AUTO}, "AUTO", "", ""},
      {"/a/n.py", Options{.language = Language::SQL}, "", "SQL", ""},
      {"/a/n.py", Options{.format = ImportFormat::JUPYTER, .language = Language::R, .overwrite = true}, "JUPYTER", "R",
       "true"},
      {"/a/\xc3\xbc \"q\"\r\nx", Options{}, "", "", ""},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.path) {
      Scripted scripted({answer("{}")});
      scripted.client().workspace.upload(row.path, "bytes\r\n--of it", row.options);
      const auto request = scripted.server.requests().at(0);
      BOOST_TEST(request.starts_with("POST /api/2.0/workspace/import HTTP/1.1\r\n"));
      auto fields = fields_of(request);
      BOOST_TEST(fields["path"] == row.path);
      BOOST_TEST(fields["format"] == row.format);
      BOOST_TEST(fields["language"] == row.language);
      BOOST_TEST(fields["overwrite"] == row.overwrite);
      BOOST_TEST(fields["content"] == "bytes\r\n--of it");
      BOOST_TEST(fields.contains("(end)"));
      BOOST_TEST(request.find("name=\"overwrite\"") ==
                 (row.overwrite.empty() ? std::string::npos : request.find("name=\"overwrite\"")));
      BOOST_TEST(holds(request, "name=\"content\"; filename=\"content\"\r\n"));
      BOOST_TEST(holds(request, "Content-Length: "));
    }
  }
}

BOOST_AUTO_TEST_CASE(row_176_after_a_503_the_content_is_sent_again_and_whole) {
  const auto bytes = some_bytes(3 * kMiB);
  std::istringstream stream("skipped" + bytes);
  stream.ignore(7);
  Scripted scripted({kBusy, kBusy, answer("{}")});
  scripted.client().workspace.upload("/a/f", stream, {.format = ImportFormat::AUTO});
  const auto requests = scripted.server.requests();
  BOOST_TEST(requests.size() == 3U);
  for (const auto& request : requests) BOOST_TEST((fields_of(request)["content"] == bytes));
}

BOOST_AUTO_TEST_CASE(what_can_not_go_back_is_sent_once) {
  Scripted scripted({kBusy, answer("{}")});
  const auto client = scripted.client();
  BOOST_CHECK_THROW(client.workspace.upload("/a/f", once("content")), TemporarilyUnavailable);
  BOOST_TEST(scripted.server.requests().size() == 1U);
  BOOST_CHECK_THROW(client.workspace.upload("/a/f", Source()), InvalidArgument);
  client.workspace.upload("/a/f", once("content"));
  const auto last = scripted.server.requests().back();
  BOOST_TEST(holds(last, "Transfer-Encoding: chunked"));
  BOOST_TEST(holds(last, "content"));
}

BOOST_AUTO_TEST_CASE(boundaries_differ_from_call_to_call) {
  Scripted scripted({answer("{}")});
  const auto client = scripted.client();
  std::set<std::string> boundaries;
  for (int i = 0; i < 20; ++i) client.workspace.upload("/a/f", "x");
  for (const auto& request : scripted.server.requests()) {
    const auto at = request.find("boundary=");
    boundaries.insert(request.substr(at, request.find("\r\n", at) - at));
  }
  BOOST_TEST(boundaries.size() == 20U);
}

BOOST_AUTO_TEST_CASE(a_refused_notebook_gets_a_hint_and_keeps_class_and_status) {
  const std::string body = R"({"error_code":"INVALID_PARAMETER_VALUE","message":"no such format"})";
  Scripted scripted(
      {"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nx-request-id: r-1\r\nContent-Length: " +
       std::to_string(body.size()) + "\r\n\r\n" + body});
  try {
    scripted.client().workspace.upload("/a/f", "x");
    BOOST_FAIL("no error");
  } catch (const InvalidParameterValue& error) {
    BOOST_TEST(holds(error.what(), "ImportFormat::AUTO"));
    BOOST_TEST(holds(error.what(), "no such format"));
    BOOST_TEST(error.status_code() == 400);
    BOOST_TEST(error.request_id() == "r-1");
    BOOST_TEST(error.call().operation == "POST /api/2.0/workspace/import");
  }
}

BOOST_AUTO_TEST_CASE(a_download_that_is_cut_is_an_error) {
  Scripted scripted({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n0123"});
  // The server goes on answering as long as it is asked: the rest never comes.
  LoopbackServer cut([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123");
  });
  Config config = scripted.client().config();
  config.host = cut.origin();
  BOOST_CHECK_THROW(WorkspaceClient(config).workspace.read_file("/a/f"), TransportError);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(workspace_tree, Connected)

BOOST_AUTO_TEST_CASE(files_and_notebooks_come_back_as_they_were_sent) {
  const auto bytes = some_bytes(12 * kMiB);  // more than the JSON form takes
  w.workspace.upload("/Shared/big", bytes, {.format = ImportFormat::AUTO});
  BOOST_TEST((w.workspace.read_file("/Shared/big") == bytes));
  std::ostringstream out;
  w.workspace.download("/Shared/big", out, ExportFormat::AUTO);
  BOOST_TEST((out.str() == bytes));
  BOOST_TEST(transport->exchanges().back().target ==
             "/api/2.0/workspace/export?path=%2FShared%2Fbig&direct_download=true&format=AUTO");
  w.workspace.upload("/Shared/nb.py", "print(1)");
  BOOST_TEST((w.workspace.get_status({"/Shared/nb.py"}).language == Language::PYTHON));
  BOOST_TEST(failure_of([&] { w.workspace.upload("/Shared/nb.py", "x"); }).starts_with("RESOURCE_ALREADY_EXISTS"));
  w.workspace.write_file("/Shared/nb.py", "print(2)");
  BOOST_TEST(w.workspace.read_file("/Shared/nb.py") == "print(2)");
  BOOST_TEST(failure_of([&] { w.workspace.read_file("/Shared/none"); }).starts_with("NotFound"));
  // The API's own forms are unchanged.
  w.workspace.import({.path = "/Shared/json", .content = "aGVsbG8=", .format = ImportFormat::AUTO});
  BOOST_TEST(*w.workspace.export_({.path = "/Shared/json"}).content == "aGVsbG8=");
  BOOST_TEST(holds(failure_of([&] { w.workspace.upload("/Shared/odd", "x"); }), "ImportFormat::AUTO"));
}

BOOST_AUTO_TEST_CASE(a_tree_is_listed_breadth_first_without_its_directories) {
  w.workspace.mkdirs({"/Shared/t/sub/deep"});
  for (const auto& path : std::vector<std::string>{"/Shared/t/sub/deep/c", "/Shared/t/sub/b", "/Shared/t/a"}) {
    w.workspace.write_file(path, "x");
  }
  std::string paths;
  for (const auto& object : w.workspace.list_recursive("/Shared/t")) paths += *object.path + ' ';
  BOOST_TEST(paths == "/Shared/t/a /Shared/t/sub/b /Shared/t/sub/deep/c ");
  BOOST_TEST(holds(transport->exchanges().back().user_agent, "sdk-feature/recursive-list"));
  BOOST_TEST(failure_of([&] { w.workspace.list_recursive("/Shared/none"); }).starts_with("NotFound"));
}

BOOST_AUTO_TEST_CASE(repos_are_not_entered_the_vanished_skipped_and_circles_end) {
  transport->answer = [](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (holds(request.target, "path=%2Fgone")) {
      return json_answer(R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"})", 404);
    }
    return json_answer(R"({"objects":[{"path":"/gone","object_type":"DIRECTORY"},
      {"path":"/root","object_type":"DIRECTORY"}, {"path":"/repo","object_type":"REPO"},
      {"path":"/other","object_type":"SOMETHING_NEW"}, {"object_type":"DIRECTORY"}]})");
  };
  std::string paths;
  for (const auto& object : w.workspace.list_recursive("/root", {.notebooks_modified_after = 7})) {
    paths += object.path.value_or("?") + ' ';
  }
  BOOST_TEST(paths == "/repo /other ");
  BOOST_TEST(transport->exchanges().size() == 2U);
  BOOST_TEST(transport->exchanges()[0].target == "/api/2.0/workspace/list?path=%2Froot&notebooks_modified_after=7");
}

BOOST_AUTO_TEST_CASE(repos_of_the_local_workspace_come_in_pages) {
  for (int i = 0; i < 25; ++i) {
    w.repos.create({.url = "https://git.example.com/p" + std::to_string(i) + ".git", .provider = "gitHub"});
  }
  std::size_t count = 0;
  for (const auto& repo : w.repos.list()) count += repo.path->starts_with("/Repos/") ? 1U : 0U;
  BOOST_TEST(count == 28U);
  const auto repo = w.repos.list({.path_prefix = "/Repos/you@example.com/p7"}).collect().at(0);
  w.repos.update({.repo_id = *repo.id, .branch = "next"});
  BOOST_TEST(*w.repos.get({*repo.id}).branch == "next");
  w.repos.delete_({*repo.id});
  BOOST_TEST(failure_of([&] { w.repos.get({*repo.id}); }).starts_with("NotFound"));
  const auto again = [&] { w.repos.create({.url = "https://git.example.com/p8", .provider = "gitHub"}); };
  BOOST_TEST(failure_of(again).starts_with("RESOURCE_ALREADY_EXISTS"));
}

BOOST_AUTO_TEST_SUITE_END()
