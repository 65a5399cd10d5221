// Chunks that come with the answers: fetched as they are needed, and checked.
#include "fixture.hpp"

using namespace databricks;
using namespace test;

namespace {

std::string chunk(int index, int offset, int count, const std::string& rows, const std::string& more = {}) {
  return R"({"chunk_index":)" + std::to_string(index) + R"(,"row_offset":)" + std::to_string(offset) +
         R"(,"row_count":)" + std::to_string(count) + R"(,"data_array":)" + rows + more + "}";
}

const std::string kTwo = R"([["1","a"],["2","b"]])";
const std::string kOne = R"([["3","c"]])";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(chunks, Fixture)

BOOST_AUTO_TEST_CASE(chunks_are_fetched_as_the_iteration_reaches_them) {
  workspace.answers = {
      success("\"total_chunk_count\":3,\"total_row_count\":4", chunk(0, 0, 2, kTwo, ",\"next_chunk_index\":1")),
      json(chunk(1, 2, 1, kOne, ",\"next_chunk_index\":2")), json(chunk(2, 3, 1, R"([["4",null]])"))};
  auto rows = w.sql.query<Item>("SELECT");
  auto it = rows.begin();
  BOOST_TEST(it->n == 1);
  ++it;
  BOOST_TEST(workspace.targets() == kExecute);
  ++it;
  BOOST_TEST(it->n == 3);
  BOOST_TEST(workspace.targets() == kExecute + chunk_line(1));
  ++it;
  BOOST_TEST(!it->s.has_value());
  ++it;
  BOOST_TEST((it == rows.end()));
  BOOST_TEST(workspace.targets() == kExecute + chunk_line(1) + chunk_line(2));
}

BOOST_AUTO_TEST_CASE(a_first_chunk_that_did_not_come_along_is_asked_for) {
  workspace.answers = {success("\"total_chunk_count\":1", ""), json(chunk(0, 0, 2, kTwo))};
  BOOST_TEST(outcome() == "3");
  BOOST_TEST(workspace.targets() == kExecute + chunk_line(0));
}

BOOST_AUTO_TEST_CASE(the_order_of_members_and_missing_figures_do_not_matter) {
  workspace.answers = {
      json(R"({"result":{"next_chunk_index":1,"data_array":)" + kTwo + R"(},"x":[{"data_array":1}],"manifest":{)" +
           kSchema + R"(},"status":{"state":"SUCCEEDED"},"statement_id":"st1"})"),
      json("{\"data_array\":" + kOne + "}")};
  BOOST_TEST(outcome() == "6");
}

BOOST_AUTO_TEST_CASE(a_chunk_without_rows_may_come_without_an_array) {
  for (const char* result : {R"({"chunk_index":0,"row_offset":0,"row_count":0})", ""}) {
    workspace.answers = {success("\"total_chunk_count\":1,\"total_row_count\":0", result),
                         json(R"({"chunk_index":0,"row_count":0})")};
    BOOST_TEST(outcome() == "0");
  }
  workspace.answers = {success("\"total_chunk_count\":0,\"total_row_count\":0", "{}")};
  BOOST_TEST(outcome() == "0");
}

BOOST_AUTO_TEST_CASE(chunks_that_are_not_those_announced_are_refused) {
  struct Case {
    const char* manifest;
    std::string first;
    std::string second;
    const char* expected;
  };
  const std::string next = ",\"next_chunk_index\":1";
  const Case cases[] = {
      {"", chunk(1, 0, 2, kTwo), "", "chunk 0 of the result was asked for, and chunk 1 came"},
      {"", chunk(0, 5, 2, kTwo), "", "chunk 0 of the result begins with row 5, after 0 rows"},
      {"", chunk(0, 0, 3, kTwo), "", "chunk 0 of the result has 2 rows where 3 were announced"},
      {"", chunk(0, 0, 1, kTwo), "", "chunk 0 of the result has 2 rows where 1 were announced"},
      {"", chunk(0, 0, 2, kTwo, next), chunk(2, 2, 1, kOne), "chunk 1 of the result was asked for, and chunk 2 came"},
      {"", chunk(0, 0, 2, kTwo, next), chunk(1, 1, 1, kOne), "chunk 1 of the result begins with row 1, after 2 rows"},
      {"", chunk(0, 0, 2, kTwo, next), chunk(1, 2, 1, kOne, ",\"next_chunk_index\":1"),
       "chunk 1 of the result is followed by chunk 1"},
      {"", chunk(0, 0, 2, kTwo, ",\"next_chunk_index\":0"), "", "chunk 0 of the result is followed by chunk 0"},
      {"", chunk(0, 0, 2, kTwo, ",\"next_chunk_index\":7"), "", "chunk 0 of the result is followed by chunk 7"},
      {"\"total_row_count\":3", chunk(0, 0, 2, kTwo), "", "the result ends after 2 of 3 rows"},
      {"\"total_row_count\":1", chunk(0, 0, 2, kTwo), "", "the result ends after 2 of 1 rows"},
      {"\"total_chunk_count\":2", chunk(0, 0, 2, kTwo), "", "the result ends after 1 of 2 chunks"},
      {R"("chunks":[{"chunk_index":0,"row_count":9}])", chunk(0, 0, 2, kTwo), "",
       "chunk 0 of the result is announced with two different numbers of rows"},
      {R"("chunks":[{"chunk_index":0,"row_count":9}])", "{\"data_array\":" + kTwo + "}", "",
       "chunk 0 of the result has 2 rows where 9 were announced"},
      {"", chunk(0, 0, 2, kTwo, next), "{}", "chunk 1 of the result comes neither with rows nor with a link to them"},
      {"\"format\":\"ARROW_STREAM\"", chunk(0, 0, 2, kTwo), "",
       "the result comes as ARROW_STREAM instead of JSON_ARRAY"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.expected) {
      workspace.answers = {success(c.manifest, c.first)};
      if (!c.second.empty()) workspace.answers.push_back(json(c.second));
      BOOST_TEST(outcome() == c.expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_chunk_is_an_error_of_its_row) {
  workspace.answers = {success("", chunk(0, 0, 2, kTwo, ",\"next_chunk_index\":1")),
                       json(R"({"data_array":[["3","c"],["4"]]})")};
  BOOST_TEST(outcome() == "row 4: has fewer than 2 columns");
  workspace.answers = {success("", chunk(0, 0, 2, kTwo, ",\"next_chunk_index\":1")), json("{\"data_array\":[[")};
  BOOST_CHECK_THROW(w.sql.query<Item>("SELECT").collect(), UnexpectedResponse);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_rows) {
  constexpr int kChunks = 20;
  constexpr int kRows = 5000;
  const auto make = [](int index) {
    std::string rows = "[";
    for (int i = 0; i < kRows; ++i) {
      rows += (i ? ",[\"" : "[\"") + std::to_string(index * kRows + i) + "\",\"text of the row\"]";
    }
    const auto next = index + 1 < kChunks ? ",\"next_chunk_index\":" + std::to_string(index + 1) : "";
    return chunk(index, index * kRows, kRows, rows + "]", next);
  };
  workspace.answers = {success("\"total_row_count\":100000,\"total_chunk_count\":20", make(0))};
  for (int i = 1; i < kChunks; ++i) workspace.answers.push_back(json(make(i)));
  std::int64_t expected = 0;
  bool lazy = true;
  for (const Item& item : w.sql.query<Item>("SELECT")) {
    if (item.n != expected++) BOOST_FAIL("row " << expected);
    const std::lock_guard lock(workspace.mutex);
    lazy = lazy && workspace.requests.size() == static_cast<std::size_t>(item.n / kRows) + 1;
  }
  BOOST_TEST(expected == 100'000);
  BOOST_TEST(lazy);  // so that no more than a chunk is in memory
}

BOOST_AUTO_TEST_SUITE_END()
