// Bodies of several parts, byte for byte (RFC 7578).
#include "request/multipart.hpp"

#include <databricks/error.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace {

using namespace databricks;
using databricks::detail::MultipartForm;

std::string read_all(const Source& source, std::size_t step) {
  std::string bytes;
  std::string buffer(step, '\0');
  while (const auto n = source.get()->read(buffer.data(), step)) bytes.append(buffer, 0, n);
  return bytes;
}

std::string boundary_of(const MultipartForm& form) {
  const auto type = form.content_type();
  return type.substr(type.find('=') + 1);
}

Source from_nowhere() {
  return Source::from_function([](char*, std::size_t) -> std::size_t { return 0; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(multipart)

BOOST_AUTO_TEST_CASE(the_body_is_what_the_rules_say) {
  MultipartForm form;
  form.add("path", "/a b");
  form.add_file("content", "f.txt", "bytes");
  const auto b = "--" + boundary_of(form);
  const auto expected = b + "\r\nContent-Disposition: form-data; name=\"path\"\r\n\r\n/a b\r\n" + b +
                        "\r\nContent-Disposition: form-data; name=\"content\"; filename=\"f.txt\"\r\n"
                        "Content-Type: application/octet-stream\r\n\r\nbytes\r\n" +
                        b + "--\r\n";
  const auto body = form.body();
  BOOST_TEST(body.get()->size().value() == expected.size());
  for (const std::size_t step : {1u, 7u, 1000u}) {
    BOOST_TEST(read_all(body, step) == expected);
    BOOST_TEST(body.get()->size().value() == 0U);
    BOOST_TEST(body.get()->rewind());
  }
  BOOST_TEST(form.content_type().starts_with("multipart/form-data; boundary=databricks-"));
}

BOOST_AUTO_TEST_CASE(a_form_without_parts_has_an_end) {
  const MultipartForm form;
  BOOST_TEST(read_all(form.body(), 100) == "--" + boundary_of(form) + "--\r\n");
}

BOOST_AUTO_TEST_CASE(names_can_not_break_out_of_their_quotes) {
  MultipartForm form;
  form.add("a\"; name=\"b", "");
  form.add_file("f", "x\r\nEvil: 1", "");
  const auto body = read_all(form.body(), 100);
  BOOST_TEST(body.find("name=\"a%22; name=%22b\"") != body.npos);
  BOOST_TEST(body.find("filename=\"x%0D%0AEvil: 1\"") != body.npos);
}

BOOST_AUTO_TEST_CASE(boundaries_are_never_the_same) {
  BOOST_TEST(MultipartForm().content_type() != MultipartForm().content_type());
}

BOOST_AUTO_TEST_CASE(streams_are_read_when_the_body_is_and_from_where_they_stood) {
  std::istringstream stream("skipped" + std::string(300'000, 'x'));
  stream.ignore(7);
  MultipartForm form;
  form.add_file("f", "f", stream);
  const auto body = form.body();
  BOOST_TEST(stream.tellg() == 7);
  const auto first = read_all(body, 4096);
  BOOST_TEST(first.find(std::string(300'000, 'x') + "\r\n--") != first.npos);
  BOOST_TEST(first.find("skipped") == first.npos);
  BOOST_TEST(body.get()->rewind());
  BOOST_TEST((read_all(body, 65536) == first));
}

BOOST_AUTO_TEST_CASE(what_can_not_go_back_and_has_no_size_says_so) {
  MultipartForm form;
  form.add_file("f", "f", from_nowhere());
  const auto body = form.body();
  BOOST_TEST(!body.get()->size().has_value());
  BOOST_TEST(!body.get()->rewind());
  BOOST_CHECK_THROW(form.add_file("g", "g", Source()), InvalidArgument);
}

BOOST_AUTO_TEST_SUITE_END()
