#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <cstdlib>
#include <databricks/error.hpp>
#include <databricks/stream.hpp>
#include <filesystem>
#include <fstream>
#include <limits>
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

BOOST_AUTO_TEST_CASE(row_23_streams_that_throw_at_their_end_are_read_like_any_other) {
  std::istringstream stream("abcdefgh");
  stream.exceptions(std::ios::badbit | std::ios::failbit | std::ios::eofbit);
  stream.ignore(3);
  Source source(stream);
  BOOST_TEST(read_all(*source.get(), 100) == "defgh");
  BOOST_TEST(source.get()->rewind());
  BOOST_TEST(read_all(*source.get(), 2) == "defgh");
}

BOOST_AUTO_TEST_CASE(a_stream_that_has_failed_is_no_empty_body) {
  std::ifstream missing("/nowhere/x");
  BOOST_CHECK_THROW(Source{missing}, std::ios_base::failure);
  std::istream without_buffer(nullptr);
  BOOST_CHECK_THROW(Source{without_buffer}, std::ios_base::failure);
  std::istringstream read("text");
  std::string text;
  std::getline(read, text);  // at its end, but sound
  BOOST_TEST(read_all(*Source(read).get()) == "");
}

BOOST_AUTO_TEST_CASE(empty_sources_have_a_size) {
  std::istringstream stream;
  TemporaryFile file;
  for (const Source& source : {Source(""), Source(stream), Source::from_file(file.path)}) {
    BOOST_TEST(source.get()->size().value() == 0u);
    BOOST_TEST(read_all(*source.get()) == "");
    BOOST_TEST(source.get()->rewind());
  }
}

BOOST_AUTO_TEST_CASE(a_pipe_has_no_size_and_no_way_back) {
  int ends[2];
  BOOST_REQUIRE(pipe(ends) == 0);
  BOOST_REQUIRE(write(ends[1], "abc", 3) == 3);
  close(ends[1]);
  const auto path = "/proc/self/fd/" + std::to_string(ends[0]);
  std::ifstream stream(path);
  Source source(stream);
  BOOST_TEST(!source.get()->size());
  BOOST_TEST(read_all(*source.get()) == "abc");
  BOOST_TEST(!source.get()->rewind());
  BOOST_CHECK_THROW(Source::from_file(path, 0, 1), databricks::InvalidArgument);
  BOOST_TEST(!Source::from_file(path).get()->size());
  close(ends[0]);
}

BOOST_AUTO_TEST_CASE(what_a_buffer_throws_reaches_the_call) {
  struct Broken : std::streambuf {
    int_type underflow() override { throw std::domain_error("broken"); }
    pos_type seekoff(off_type, std::ios::seekdir, std::ios::openmode) override { return seek_fails ? throw 1 : 0; }
    pos_type seekpos(pos_type, std::ios::openmode) override {
      return seek_fails ? throw std::domain_error("no way back") : 0;
    }
    bool seek_fails = false;
  } buffer;
  std::istream stream(&buffer);
  Source source(stream);
  char byte = 0;
  BOOST_CHECK_THROW(source.get()->read(&byte, 1), std::domain_error);
  buffer.seek_fails = true;  // row 26
  BOOST_CHECK_THROW(source.get()->rewind(), std::domain_error);
}

BOOST_AUTO_TEST_CASE(parts_of_a_file_are_sources_of_their_own) {
  TemporaryFile file;
  std::ofstream(file.path) << "0123456789";
  const auto middle = Source::from_file(file.path, 3, 4);
  const auto rest = Source::from_file(file.path, 7);
  BOOST_TEST(middle.get()->size().value() == 4u);
  BOOST_TEST(read_all(*middle.get()) == "3456");
  BOOST_TEST(read_all(*rest.get(), 100) == "789");
  BOOST_TEST(middle.get()->size().value() == 0u);
  BOOST_TEST(middle.get()->rewind());
  BOOST_TEST(read_all(*middle.get(), 100) == "3456");
  BOOST_TEST(Source::from_file(file.path, 10).get()->size().value() == 0u);
  BOOST_TEST(read_all(*Source::from_file(file.path, 5, 0).get()) == "");
}

BOOST_AUTO_TEST_CASE(parts_beyond_the_end_are_refused) {
  TemporaryFile file;
  std::ofstream(file.path) << "0123456789";
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  for (const auto& [offset, length] :
       {std::pair<std::uint64_t, std::uint64_t>{11, 0}, {10, 1}, {0, 11}, {5, kMost}, {kMost, 5}}) {
    BOOST_CHECK_THROW(Source::from_file(file.path, offset, length), databricks::InvalidArgument);
  }
  BOOST_CHECK_THROW(Source::from_file("/nowhere/x", 0, 1), std::system_error);
  BOOST_CHECK_THROW(Source::from_file("/tmp", 0, 1), databricks::InvalidArgument);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(sinks)

BOOST_AUTO_TEST_CASE(memory_is_appended_to) {
  std::string text = "was there, ";
  const auto sink = Sink::to_memory(text);
  (*sink).write("a");
  (*sink).write("b");
  BOOST_TEST(text == "was there, ab");
}

BOOST_AUTO_TEST_CASE(streams_that_throw_end_the_call_as_well) {
  std::ostringstream stream;
  stream.setstate(std::ios::badbit);
  BOOST_CHECK_THROW(stream.exceptions(std::ios::badbit), std::ios_base::failure);
  BOOST_CHECK_THROW((*Sink(stream)).write("x"), std::ios_base::failure);
}

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
