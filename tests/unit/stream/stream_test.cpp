#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <cstdlib>
#include <databricks/stream.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

using databricks::ByteSource;
using databricks::Sink;
using databricks::Source;

namespace {

std::string read_all(ByteSource& source, std::size_t piece = 3) {
  std::string all;
  std::string buffer(piece, '\0');
  for (auto n = source.read(buffer.data(), piece); n > 0; n = source.read(buffer.data(), piece)) {
    all.append(buffer, 0, n);
  }
  return all;
}

struct TemporaryFile {
  TemporaryFile() { close(mkstemp(path.data())); }
  ~TemporaryFile() { std::filesystem::remove(path); }
  std::string path = "/tmp/databricks-test-file-XXXXXX";
};

// A stream that can't seek, like a pipe.
struct Pipe : std::streambuf {
  explicit Pipe(std::string bytes) : text(std::move(bytes)) {
    setg(text.data(), text.data(), text.data() + text.size());
  }
  std::string text;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sources)

BOOST_AUTO_TEST_CASE(bytes_in_memory) {
  Source source("hello world");
  BOOST_TEST(source.get()->size().value() == 11);
  BOOST_TEST(read_all(*source.get()) == "hello world");
  BOOST_TEST(source.get()->size().value() == 0);
  BOOST_TEST(source.get()->rewind());
  BOOST_TEST(read_all(*source.get(), 100) == "hello world");
  const Source copy = source;
  BOOST_TEST((copy == source));
  BOOST_TEST(!(Source("hello world") == source));
  BOOST_TEST(!Source().has_value());
}

BOOST_AUTO_TEST_CASE(stream_from_where_it_stands) {  // row 23
  std::istringstream stream("abcdefgh");
  stream.ignore(3);
  Source source(stream);
  BOOST_TEST(source.get()->size().value() == 5);
  BOOST_TEST(read_all(*source.get(), 2) == "defgh");
  BOOST_TEST(source.get()->size().value() == 0);
  BOOST_TEST(source.get()->rewind());
  BOOST_TEST(source.get()->size().value() == 5);
  BOOST_TEST(read_all(*source.get(), 2) == "defgh");
}

BOOST_AUTO_TEST_CASE(stream_that_can_not_seek) {  // row 24
  Pipe pipe("abc");
  std::istream stream(&pipe);
  Source source(stream);
  BOOST_TEST(!source.get()->size());
  BOOST_TEST(read_all(*source.get()) == "abc");
  BOOST_TEST(!source.get()->rewind());
}

BOOST_AUTO_TEST_CASE(whole_file) {
  TemporaryFile file;
  std::ofstream(file.path) << "contents";
  const auto source = Source::from_file(file.path);
  BOOST_TEST(source.get()->size().value() == 8);
  BOOST_TEST(read_all(*source.get()) == "contents");
  BOOST_TEST(source.get()->rewind());
  BOOST_TEST(read_all(*source.get()) == "contents");
}

BOOST_AUTO_TEST_CASE(file_that_can_not_be_read) {
  const auto names_file = [](const std::system_error& error) {
    return std::string(error.what()).find("/nowhere") != std::string::npos &&
           error.code() == std::errc::no_such_file_or_directory;
  };
  BOOST_CHECK_EXCEPTION(Source::from_file("/nowhere/x"), std::system_error, names_file);
  BOOST_CHECK_EXCEPTION(Sink::to_file("/nowhere/x"), std::system_error, names_file);
  const auto directory = Source::from_file("/tmp");
  BOOST_CHECK_THROW(read_all(*directory.get()), std::system_error);
}

BOOST_AUTO_TEST_CASE(any_function) {
  int calls = 0;
  const auto source = Source::from_function([&](char* buffer, std::size_t) {
    *buffer = 'x';
    return calls++ < 3 ? std::size_t{1} : std::size_t{0};
  });
  BOOST_TEST(!source.get()->size());
  BOOST_TEST(read_all(*source.get()) == "xxx");
  BOOST_TEST(!source.get()->rewind());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(sinks)

BOOST_AUTO_TEST_CASE(all_kinds_keep_order) {
  std::ostringstream stream;
  Sink to_stream(stream);
  TemporaryFile file;
  std::ofstream(file.path) << "something longer that was there before";
  {
    const auto to_file = Sink::to_file(file.path);
    std::string text;
    const auto to_function = Sink::to_function([&](std::string_view bytes) { text += bytes; });
    for (const std::string_view piece : {"a", "bc", "", "def"}) {
      (*to_stream).write(piece);
      (*to_file).write(piece);
      (*to_function).write(piece);
    }
    BOOST_TEST(text == "abcdef");
  }
  BOOST_TEST(stream.str() == "abcdef");
  std::ifstream written(file.path);
  BOOST_TEST((std::string{std::istreambuf_iterator<char>(written), {}} == "abcdef"));
}

BOOST_AUTO_TEST_CASE(what_can_not_be_written_is_an_error) {
  std::ostringstream stream;
  stream.setstate(std::ios::badbit);
  BOOST_CHECK_THROW((*Sink(stream)).write("x"), std::ios_base::failure);
  BOOST_CHECK_THROW((*Sink::to_file("/dev/full")).write("x"), std::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
