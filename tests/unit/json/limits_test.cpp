// Texts that are too deep, too long or just large: rows 99 and 103.
#include "shapes.hpp"

#include <sys/mman.h>
#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <limits>

using namespace shapes;
using databricks::from_json;

BOOST_AUTO_TEST_SUITE(limits)

struct Tree {
  databricks::list<Tree> kids{};
};
BOOST_DESCRIBE_STRUCT(Tree, (), (kids))

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

BOOST_AUTO_TEST_CASE(row_99_a_hundred_thousand_nested_arrays_are_a_clean_error) {
  check_error<databricks::RawJson>(nested(100'000), "$", "nested deeper than 1000 levels");
  check_error<Settings>("{\"unknown\":" + nested(100'000) + "}", "$", "nested deeper than 1000 levels");
  check_error<Settings>("{\"extra\":" + nested(100'000) + "}", "$.extra", "nested deeper than 1000 levels");
  std::string tree;
  for (int i = 0; i < 100'000; ++i) tree += R"({"kids":[)";
  try {
    from_json<Tree>(tree);
    BOOST_ERROR("no error");
  } catch (const databricks::JsonError& error) {
    BOOST_TEST(std::string_view(error.what()).ends_with("nested deeper than 1000 levels"));
  }
}

BOOST_AUTO_TEST_CASE(the_depth_limit_is_exact_and_can_be_set) {
  BOOST_TEST(from_json<databricks::RawJson>(nested(1000)).text.size() == 2000u);
  check_error<databricks::RawJson>(nested(1001), "$", "deeper");
  BOOST_TEST(from_json<databricks::RawJson>(nested(3), {.max_depth = 3}).text.size() == 6u);
  check_error<databricks::RawJson>(nested(4), "$", "nested deeper than 3 levels", {.max_depth = 3});
  // However large it is set, the stack stays bounded.
  BOOST_TEST(from_json<databricks::RawJson>(nested(10'000), {.max_depth = 1'000'000}).text.size() == 20'000u);
  check_error<databricks::RawJson>(nested(100'000), "$", "deeper than 10000", {.max_depth = 1'000'000});
}

BOOST_AUTO_TEST_CASE(long_texts_are_refused_before_they_are_read) {
  check_error<Job>(R"({"job_id":1})", "$", "the text has 12 bytes; the limit is 11", {.max_text = 11});
  BOOST_TEST(*from_json<Job>(R"({"job_id":1})", {.max_text = 12}).job_id == 1);
}

BOOST_AUTO_TEST_CASE(more_than_a_gigabyte_is_refused_by_default) {
  // Address space only: no page of it is ever touched.
  const std::size_t size = (std::size_t{1} << 30) + 1;
  void* pages = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  BOOST_REQUIRE(pages != MAP_FAILED);
  check_error<Job>({static_cast<const char*>(pages), size}, "$", "the limit is 1073741824");
  munmap(pages, size);
}

std::string many_tasks(std::size_t count) {
  std::string text = "[";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    text += R"({"task_key":"task_)" + std::to_string(i) + R"(","description":"a task of some length for a page",)" +
            R"("timeout_seconds":3600,"weight":0.5,"enabled":true,"state":"RUNNING","parameters":["--mode","append"]})";
  }
  return text + "]";
}

BOOST_AUTO_TEST_CASE(row_103_large_lists_are_read_in_linear_time_and_memory) {
  const auto seconds_for = [](const std::string& text, std::size_t count) {
    auto best = std::numeric_limits<double>::max();
    for (int i = 0; i < 3; ++i) {
      const auto begin = std::clock();
      BOOST_TEST(from_json<databricks::list<Task>>(text).size() == count);
      best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return best;
  };
  const auto peak_kilobytes = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss);
  };
  const double small = seconds_for(many_tasks(10'000), 10'000);
  const std::string text = many_tasks(130'000);
  const std::size_t before = peak_kilobytes();
  const double large = seconds_for(text, 130'000);
  BOOST_TEST_MESSAGE(text.size() << " bytes in " << large << " s of CPU");
  BOOST_TEST(text.size() > 20'000'000u);
  BOOST_TEST(large < small * 13 * 4);  // quadratic would be 13 times 13
#if !defined(__SANITIZE_ADDRESS__)
  BOOST_TEST((peak_kilobytes() - before) * 1024 < 8 * text.size());
#endif
}

BOOST_AUTO_TEST_SUITE_END()
