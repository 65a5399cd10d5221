// Texts that go to a cluster and come back.
#include "command_error.hpp"
#include "command_table.hpp"
#include "command_text.hpp"

#include <databricks/error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace databricks;
using namespace std::string_literals;

namespace {

struct ErrorRow {
  const char* what;
  std::string summary;
  std::string cause;
  std::string expected;
};

const ErrorRow kErrors[] = {
    {"nothing", "", "", ""},
    {"the summary", "it broke", "", "it broke"},
    {"HTML", "<div class=\"x\"><b>it</b> &lt;broke&gt; &amp; &#39;burns&#39;</div>", "", "it <broke> & 'burns'"},
    {"HTML that is not closed", "it broke <div", "", "it broke"},
    {"an exception", "<b>java.io.IOException</b>: disk full   ", "", "disk full"},
    {"the line of an exception", "first\nX: some.FooException: bar baz \r\nlast", "", "bar baz"},
    {"the innermost exception of a line", "a.AException: b.BException: deep", "", "deep"},
    {"the first line of several", "a.AException: one\nb.BException: two", "", "one"},
    {"a nested exception", "a.AException: outer; nested exception is: ", "", "outer"},
    {"nested in the middle", "a.AException: outer; nested exception is: inner", "", "outer inner"},
    {"text on the next line", "a.AException:\n   below", "", "below"},
    {"an exception without text", "a.AException:", "", "a.AException:"},
    {"an exception with blanks only", "a.AException:  \n ", "", "a.AException:"},
    {"no blank after it", "a.AException:x", "", "a.AException:x"},
    {"an exception before the cause", "AException: mine", "ErrorMessage=other\n", "mine"},
    {"a block", "summary", "x ExecutionError: one\ntwo\nStatusCode=403\nStatusDescription=Forbidden\ny",
     "one\ntwo\nStatusCode=403\nStatusDescription=Forbidden"},
    {"the first block", "",
     "ExecutionError: a\nStatusCode=1\nStatusDescription=b\nExecutionError: c\nStatusCode=2\nStatusDescription=d\n",
     "a\nStatusCode=1\nStatusDescription=b"},
    {"a block in which a code is mentioned", "",
     "ExecutionError: a\nStatusCode=x\nb\nStatusCode=2\nStatusDescription=c\n",
     "a\nStatusCode=x\nb\nStatusCode=2\nStatusDescription=c"},
    {"a block without number", "", "ExecutionError: a\nStatusCode=\nStatusDescription=c\n",
     "a\nStatusCode=\nStatusDescription=c"},
    {"a block that is cut", "summary", "ExecutionError: a\nStatusCode=2\nStatusDescription=c", "summary"},
    {"a block without description", "summary", "ExecutionError: a\nStatusCode=2\n", "summary"},
    {"a message", "summary", "x\nErrorMessage=no such path\ny", "no such path"},
    {"the first message that says something", "", "ErrorMessage=\nErrorMessage=b\nErrorMessage=c\n", "b"},
    {"a message without end", "summary", "ErrorMessage=b", "summary"},
    {"a block before a message", "", "ErrorMessage=m\nExecutionError: a\nStatusCode=1\nStatusDescription=b\n",
     "a\nStatusCode=1\nStatusDescription=b"},
    {"colours", "\x1B[0;31mNameError\x1B[0m: name \x1B[38;5;28mx\x1B[39m", "", "NameError: name x"},
    {"colours in a cause", "", "ErrorMessage=\x1B[1mbold\x1B[0m\n", "bold"},
    {"a title and other escapes", "\x1B]0;title\aa\x1B(b\x1B[12", "", "ab"},
    {"a broken escape keeps the text", "\x1B[12\nrest \x1B]title without end", "", "rest title without end"},
    {"bytes that are no text", "a\xFF\x01"s, "", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
};

struct TextRow {
  const char* what;
  std::string given;
  std::string expected;
};

const TextRow kCommands[] = {
    {"empty", "", ""},
    {"blanks", " \t\n  \n", ""},
    {"one line", "print(1)", "print(1)\n"},
    {"an indent that all share", "\n    a\n      b\n\n    c\n  ", "a\n  b\nc\n"},
    {"tabs", "\tif x:\n\t\ty\n", "if x:\n    y\n"},
    {"tabs and blanks", "    a\n\tb\n", "a\nb\n"},
    {"a less indented line", "    a\n  b\n", "  a\nb\n"},
    {"a blank line with carriage return", "  a\r\n\r\n  b\r\n", "a\r\nb\r\n"},
    {"a last line without end", "  a\n  b", "a\nb\n"},
};

const TextRow kMarks[] = {
    {"none", "text", "text"},
    {"one", "Out[1]: text", "text"},
    {"several", "Out[12]: a\nOut[ 3 ]: b", "a\nb"},
    {"no number", "Out[]: a", "Out[]: a"},
    {"no blank", "Out[1]:a", "Out[1]:a"},
    {"a name", "Out[x]: a", "Out[x]: a"},
    {"cut", "a Out[1", "a Out[1"},
    {"cut after the colon", "a Out[1]:", "a Out[1]:"},
    {"one in the other", "Out[Out[1]: a", "Out[a"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(command_texts)

BOOST_AUTO_TEST_CASE(row_199_the_error_of_a_command_is_what_a_reader_needs) {
  for (const auto& row : kErrors) {
    BOOST_TEST_CONTEXT(row.what) { BOOST_TEST(ext::command_error(row.summary, row.cause) == row.expected); }
  }
}

BOOST_AUTO_TEST_CASE(row_199_megabytes_of_the_worst_kind_take_no_time) {
  for (const std::string piece :
       {"AException: ", "; nested exception is:", "<", "&", "\x1B[", "\x1B]", "Out[", "Out[1", "ErrorMessage=",
        "ExecutionError: ", "\nStatusCode=", "\nStatusCode=1\nStatusDescription", "AException:\n", "Exception:"}) {
    std::string big = "AException: ";
    while (big.size() < (1u << 20)) big += piece;
    const auto cause = big.substr(12);
    BOOST_TEST(ext::command_error(big, cause).size() <= 3 * big.size());
    BOOST_TEST(ext::command_error("", "ExecutionError: " + cause).size() <= 3 * big.size());
    BOOST_TEST(ext::without_cell_marks(cause).size() <= big.size());
  }
}

BOOST_AUTO_TEST_CASE(row_199_marks_of_cells_are_removed_from_texts) {
  for (const auto& row : kMarks) {
    BOOST_TEST_CONTEXT(row.what) { BOOST_TEST(ext::without_cell_marks(row.given) == row.expected); }
  }
}

BOOST_AUTO_TEST_CASE(row_200_commands_lose_their_indent_tabs_and_empty_lines) {
  for (const auto& row : kCommands) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(ext::trimmed_command(row.given) == row.expected);
      BOOST_TEST(ext::trimmed_command(row.expected) == row.expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(tables_are_read_cell_by_cell) {
  const auto rows = ext::table_rows(R"([["a\n\"b\"",1,2.5,true,null,{"x":[1]},[]],[]])");
  BOOST_TEST(rows.size() == 2u);
  BOOST_TEST(*rows[0][0] == "a\n\"b\"");
  BOOST_TEST(*rows[0][1] == "1");
  BOOST_TEST(*rows[0][2] == "2.5");
  BOOST_TEST(*rows[0][3] == "true");
  BOOST_TEST(!rows[0][4].has_value());
  BOOST_TEST(*rows[0][5] == R"({"x":[1]})");
  BOOST_TEST(rows[1].empty());
  for (const char* bad : {"", "{}", "[1]", "[[1]", "\"x\"", "[{}]"}) {
    BOOST_CHECK_THROW(ext::table_rows(bad), JsonError);
  }
}

BOOST_AUTO_TEST_SUITE_END()
