// Files of DBFS in blocks, and what is left of them when something goes wrong.
#include "fixture.hpp"

#include "auth/base64.hpp"

#include <istream>
#include <ostream>

namespace {

using namespace test;

std::vector<std::size_t> block_sizes(const Watching& transport) {
  std::vector<std::size_t> sizes;
  for (const auto& exchange : transport.exchanges()) {
    if (!exchange.target.ends_with("/add-block")) continue;
    sizes.push_back(detail::from_base64(*from_json<files::AddBlock>(exchange.body).data)->size());
  }
  return sizes;
}

std::string rest_of(std::istream& in) {
  std::string bytes;
  std::string piece(100'000, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    bytes.append(piece, 0, static_cast<std::size_t>(in.gcount()));
  }
  return bytes;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dbfs, Connected)

BOOST_AUTO_TEST_CASE(row_168_a_file_is_written_in_blocks_of_one_mebibyte) {
  const auto bytes = some_bytes(kMiB * 5 / 2);
  {
    auto file = w.dbfs.open("dbfs:/tmp/big", {.write = true});
    for (std::size_t at = 0; at < bytes.size(); at += 70'001) file.out() << bytes.substr(at, 70'001) << std::flush;
    BOOST_TEST(transport->names() == "create add-block add-block");  // flushing makes no small blocks
    file.close();
    file.close();
  }
  BOOST_TEST(transport->names() == "create add-block add-block add-block close");
  BOOST_TEST((block_sizes(*transport) == std::vector<std::size_t>{kMiB, kMiB, kMiB / 2}));
  BOOST_TEST(holds(transport->exchanges()[0].user_agent, "sdk-feature/dbfs-handle"));
  transport->forget();
  BOOST_TEST((w.dbfs.read_file("/tmp/big") == bytes));
  BOOST_TEST(transport->names() == "get-status read read read");
}

BOOST_AUTO_TEST_CASE(files_of_even_sizes_have_no_empty_blocks) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kMiB - 1, kMiB, kMiB + 1, 2 * kMiB}) {
    transport->forget();
    const auto bytes = some_bytes(size);
    w.dbfs.write_file("/tmp/even", bytes);
    BOOST_TEST(block_sizes(*transport).size() == (size + kMiB - 1) / kMiB);
    BOOST_TEST((w.dbfs.read_file("/tmp/even") == bytes));
  }
}

BOOST_AUTO_TEST_CASE(row_169_a_file_that_shrinks_while_it_is_read_is_an_error) {
  const auto bytes = some_bytes(kMiB * 5 / 2);
  w.dbfs.write_file("/tmp/f", bytes);
  auto file = w.dbfs.open("/tmp/f", {.read = true});
  BOOST_TEST(file.size() == bytes.size());
  std::string got(kMiB, '\0');
  file.in().read(got.data(), static_cast<std::streamsize>(got.size()));
  w.dbfs.write_file("/tmp/f", bytes.substr(0, kMiB + 1000));
  std::string more(1000, '\0');
  file.in().read(more.data(), 1000);
  BOOST_TEST((got + more == bytes.substr(0, kMiB + 1000)));
  const auto failure = failure_of([&] { file.in().get(); });
  BOOST_TEST(holds(failure, "unexpected EOF at offset 1049576 (size 2621440)"), failure);
}

BOOST_AUTO_TEST_CASE(row_170_open_says_what_is_wrong) {
  w.dbfs.make_directories("/tmp/d");
  using Options = ext::PathOpenOptions;
  const std::vector<std::tuple<std::string, Options, std::string>> rows = {
      {"/tmp/x", Options{.read = true, .write = true}, "InvalidArgument: can open either for reading or writing"},
      {"/tmp/x", Options{}, "InvalidArgument: need to open either for reading or writing"},
      {"s3:/tmp/x", Options{.read = true}, "InvalidArgument: unsupported scheme \"s3\""},
      {"/tmp/d", Options{.read = true}, "InvalidArgument: cannot open directory for reading: /tmp/d"},
      {local.uri(""), Options{.read = true}, "InvalidArgument: cannot open directory for reading: file:"},
      {"/Volumes/main/default/data", Options{.read = true}, "InvalidArgument: cannot open directory for reading"},
      {"/tmp/none", Options{.read = true}, "NotFound: /tmp/none does not exist"},
      {"/Volumes/main/default/data/none", Options{.read = true}, "NotFound: "},
      {local.uri("none"), Options{.read = true}, "system: "},
      {"/tmp/d", Options{.write = true, .overwrite = true}, "RESOURCE_ALREADY_EXISTS: "},
  };
  for (const auto& [path, options, text] : rows) {
    BOOST_TEST_CONTEXT(path << " " << text) {
      const auto& given = options;
      const auto& where = path;
      const auto failure = failure_of([&] { w.dbfs.open(where, given); });
      BOOST_TEST(failure.starts_with(text), failure);
    }
  }
  const auto wrong_end = failure_of([&] { w.dbfs.open("/databricks-datasets/README.md", {.read = true}).out(); });
  BOOST_TEST(wrong_end == "InvalidArgument: the file is not open for writing");
}

BOOST_AUTO_TEST_CASE(an_existing_file_is_replaced_only_with_overwrite) {
  for (const auto& path :
       std::vector<std::string>{std::string("/tmp/f"), std::string("/Volumes/main/default/data/f"), local.uri("f")}) {
    BOOST_TEST_CONTEXT(path) {
      w.dbfs.upload(path, "one");
      BOOST_TEST(!failure_of([&] { w.dbfs.upload(path, "two"); }).empty());
      BOOST_TEST(w.dbfs.read_file(path) == "one");
      w.dbfs.upload(path, "three", true);
      BOOST_TEST(w.dbfs.read_file(path) == "three");
    }
  }
}

BOOST_AUTO_TEST_CASE(row_173_a_scope_left_by_an_exception_finishes_nothing) {
  struct Gone {};
  local.write("f", "as it was");
  const auto write_and_leave = [&](const std::string& path) {
    auto file = w.dbfs.open(path, {.write = true, .overwrite = true});
    file.out() << "half of it";
    throw Gone();
  };
  BOOST_CHECK_THROW(write_and_leave("/tmp/f"), Gone);
  BOOST_TEST(transport->names() == "create close");  // the handle is closed, and no block was sent
  transport->forget();
  BOOST_CHECK_THROW(write_and_leave("/Volumes/main/default/data/f"), Gone);
  BOOST_TEST(transport->names().empty());
  BOOST_TEST(!w.dbfs.exists("/Volumes/main/default/data/f"));
  BOOST_CHECK_THROW(write_and_leave(local.uri("f")), Gone);
  BOOST_TEST(local.read("f") == "as it was");
  BOOST_TEST(local.files() == "f");
}

BOOST_AUTO_TEST_CASE(a_scope_left_in_peace_finishes_the_file) {
  for (const auto& path :
       std::vector<std::string>{std::string("/tmp/f"), std::string("/Volumes/main/default/data/f"), local.uri("f")}) {
    w.dbfs.open(path, {.write = true}).out() << "all of it";
    BOOST_TEST(w.dbfs.read_file(path) == "all of it");
  }
}

BOOST_AUTO_TEST_CASE(a_block_that_is_refused_ends_the_file_and_closes_the_handle) {
  transport->answer = [](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (!request.target.ends_with("/add-block")) return std::nullopt;
    return json_answer(R"({"error_code":"QUOTA_EXCEEDED","message":"full"})", 400);
  };
  {
    auto file = w.dbfs.open("/tmp/f", {.write = true});
    const auto bytes = some_bytes(2 * kMiB);
    const auto write = [&] { file.out().write(bytes.data(), static_cast<std::streamsize>(bytes.size())); };
    BOOST_TEST(holds(failure_of(write), "QUOTA_EXCEEDED"));
    transport->answer = nullptr;
    BOOST_TEST(holds(failure_of([&] { file.close(); }), "a part of it could not be written"));
  }
  BOOST_TEST(transport->names() == "create add-block close");
}

BOOST_AUTO_TEST_CASE(reads_that_bring_less_than_asked_for_are_put_together) {
  const auto bytes = some_bytes(1000);
  w.dbfs.write_file("/tmp/f", bytes);
  transport->forget();
  transport->answer = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
    const auto at = request.target.find("offset=");
    if (at == std::string::npos) return std::nullopt;
    const auto piece = bytes.substr(std::stoul(request.target.substr(at + 7)), 7);
    return json_answer("{\"bytes_read\":7,\"data\":\"" + detail::base64(piece) + "\"}");
  };
  BOOST_TEST((w.dbfs.read_file("/tmp/f") == bytes));
  BOOST_TEST(transport->exchanges().size() == 1 + 143);
}

BOOST_AUTO_TEST_CASE(answers_that_are_no_blocks_are_errors) {
  w.dbfs.write_file("/tmp/f", "hello");
  const std::vector<std::pair<std::string, std::string>> rows = {
      {R"({"bytes_read":3,"data":"%%%%"})", "not base64"},
      {R"({"bytes_read":3,"data":"YWJj\n"})", "not base64"},
      {R"({"bytes_read":3,"data":"YWJ"})", "not base64"},
      {R"({"bytes_read":9,"data":"YWJjYWJjYWJj"})", "more of /tmp/f than was asked for"},
      {R"({"bytes_read":0})", "unexpected EOF at offset 0 (size 5)"},
      {R"({})", "unexpected EOF at offset 0 (size 5)"},
      {R"({"data":)", "$"},
  };
  for (const auto& [body, text] : rows) {
    transport->answer = [body = body](const HttpRequest& request) -> std::optional<HttpResponse> {
      if (!holds(request.target, "/dbfs/read")) return std::nullopt;
      return json_answer(body);
    };
    const auto failure = failure_of([&] { w.dbfs.read_file("/tmp/f"); });
    BOOST_TEST(holds(failure, text), body << ": " << failure);
  }
  transport->answer = [](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (!holds(request.target, "/dbfs/create")) return std::nullopt;
    return json_answer("{}");
  };
  BOOST_TEST(holds(failure_of([&] { w.dbfs.write_file("/tmp/f", "x"); }), "named no handle"));
}

BOOST_AUTO_TEST_CASE(streams_can_be_read_from_anywhere) {
  const auto bytes = some_bytes(3000);
  for (const auto& path :
       std::vector<std::string>{std::string("/tmp/f"), std::string("/Volumes/main/default/data/f"), local.uri("f")}) {
    w.dbfs.upload(path, bytes);
    auto file = w.dbfs.open(path, {.read = true});
    for (const int at : {2990, 0, 1500, 3000}) {
      file.in().clear();
      file.in().seekg(at);
      BOOST_TEST(static_cast<int>(file.in().tellg()) == at);
      BOOST_TEST((rest_of(file.in()) == bytes.substr(static_cast<std::size_t>(at))));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_stop_ends_a_file_and_its_handle_is_closed) {
  std::stop_source stop;
  {
    auto file = w.dbfs.open("/tmp/f", {.write = true, .stop = stop.get_token()});
    stop.request_stop();
    const auto bytes = some_bytes(kMiB + 1);
    BOOST_CHECK_THROW(file.out().write(bytes.data(), static_cast<std::streamsize>(bytes.size())), CallCancelled);
  }
  BOOST_TEST(transport->names() == "create close");
}

BOOST_AUTO_TEST_CASE(the_operations_of_the_api_are_still_there) {
  w.dbfs.put({.path = "/tmp/f", .contents = detail::base64("x")});
  BOOST_TEST(w.dbfs.list.call({"/tmp"}).files.size() == 1U);
  BOOST_TEST(w.dbfs.get_status.try_call({"/tmp/none"}).has_value() == false);
}

BOOST_AUTO_TEST_SUITE_END()
