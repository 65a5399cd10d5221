// Columns and members: by name, once per query.
#include "fixture.hpp"

using namespace databricks;
using namespace test;

namespace {

struct Person {
  std::int64_t user_id{};
  std::string class_{};
  databricks::optional<std::string> nick{};
};
BOOST_DESCRIBE_STRUCT(Person, (), (user_id, class_, nick))

const char* kRow = R"([["7","first"]])";

void check_fits(const char* id, const char* name) {
  BOOST_TEST_CONTEXT(id << ", " << name) {
    const auto all = rows<Person>({column(id, "LONG"), column(name, "STRING")}, {kRow}).collect();
    BOOST_TEST(all.at(0).user_id == 7);
    BOOST_TEST(all.at(0).class_ == "first");
    BOOST_TEST(!all.at(0).nick.has_value());
  }
}

std::string refused(std::vector<SqlColumn> columns) {
  return error_text<SqlError>([&] { rows<Person>(columns, {"never read"}).begin(); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(names_are_the_same_without_case_and_underscores) {
  check_fits("user_id", "class");
  check_fits("USER_ID", "Class");
  check_fits("userId", "CLASS");
  check_fits("UserID", "class_");
}

BOOST_AUTO_TEST_CASE(the_better_name_wins) {
  const auto all = rows<Person>({column("userid", "STRING"), column("class", "STRING"), column("User_Id", "LONG")},
                                {R"([["no number","c","8"]])"})
                       .collect();
  BOOST_TEST(all.at(0).user_id == 8);
}

BOOST_AUTO_TEST_CASE(order_does_not_matter_and_other_columns_are_not_read) {
  const auto all = rows<Person>({column("x", "STRUCT"), column("nick", "STRING"), column("class", "STRING"),
                                 column("y", "DATE"), column("user_id", "INT")},
                                {R"([[{"a":[1,"]"]},"n","c","no date","1"],[null,null,"d",null,"2"]])"})
                       .collect();
  BOOST_TEST(all.size() == 2u);
  BOOST_TEST(*all[0].nick == "n");
  BOOST_CHECK(all[1].nick.is_null());
  BOOST_TEST(all[1].user_id == 2);
}

BOOST_AUTO_TEST_CASE(missing_columns_are_named_together_before_the_first_row) {
  BOOST_TEST(refused({column("nick", "STRING"), column("a", "INT")}).find("no column for `") == 0u);
  const auto text = refused({column("nick", "STRING"), column("a", "INT")});
  BOOST_TEST(text.find("Person::user_id`") != std::string::npos);
  BOOST_TEST(text.find("Person::class_`") != std::string::npos);
  BOOST_TEST(text.ends_with("the result has columns `nick`, `a`"));
  BOOST_TEST(refused({}).ends_with("the result has no columns"));
  BOOST_TEST(refused(std::vector<SqlColumn>(1000, column("a", "INT"))).ends_with(" and 950 more"));
}

BOOST_AUTO_TEST_CASE(an_ambiguous_column_is_an_error_only_if_it_is_wanted) {
  BOOST_TEST(refused({column("user_id", "INT"), column("class", "STRING"), column("USER_ID", "INT")}) ==
             "column `USER_ID`: columns 1 and 3 both fit the member `user_id`: name one of them with AS");
  BOOST_TEST(rows<Person>({column("z", "INT"), column("z", "INT"), column("user_id", "INT"), column("class", "STRING")},
                          {R"([["1","2","3","c"]])"})
                 .collect()
                 .at(0)
                 .user_id == 3);
}

BOOST_AUTO_TEST_CASE(a_type_that_does_not_fit_names_column_and_member) {
  const auto text = refused({column("user_id", "DATE"), column("class", "STRING")});
  BOOST_TEST(text.find("column `user_id`: DATE can't be read into `") == 0u);
  BOOST_TEST(text.ends_with("Person::user_id`, which is an integer"));
}

BOOST_AUTO_TEST_CASE(a_single_value_needs_a_single_column) {
  BOOST_TEST(value<std::int64_t>("LONG", "\"3\"") == 3);
  BOOST_TEST(error_text<SqlError>([] {
               rows<int>({column("a", "INT"), column("b", "INT")}, {}).begin();
             }) == "the result should have one column, and has columns `a`, `b`");
}
