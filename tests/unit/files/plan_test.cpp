// The sizes of parts.
#include "upload_plan.hpp"

#include <boost/test/unit_test.hpp>

using namespace databricks;
using namespace databricks::ext;

BOOST_AUTO_TEST_SUITE(plan)

BOOST_AUTO_TEST_CASE(row_178_the_smallest_part_that_makes_at_most_a_hundred) {
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  constexpr std::uint64_t kGiB = kMiB << 10;
  constexpr std::uint64_t kTiB = kGiB << 10;
  const struct {
    std::uint64_t size;
    std::uint64_t part;
  } cases[] = {{1, 10 * kMiB},    {1000 * kMiB, 10 * kMiB}, {1000 * kMiB + 1, 20 * kMiB},
               {kGiB, 20 * kMiB}, {100 * kGiB, kGiB},       {400 * kGiB, 4 * kGiB},
               {kTiB, 4 * kGiB},  {5 * kTiB, 4 * kGiB},     {UINT64_MAX, 4 * kGiB}};
  for (const auto& row : cases) BOOST_TEST(part_size_for(row.size, {}, {}) == row.part);
  BOOST_TEST(part_size_for(std::nullopt, {}, {}) == 10 * kMiB);
  BOOST_TEST(part_size_for(kTiB, {.part_size = 7}, {}) == 7u);
}

BOOST_AUTO_TEST_CASE(the_defaults_are_the_official_ones) {
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  const FilesConfig knobs;
  BOOST_TEST(knobs.multipart_upload_min_stream_size == 50 * kMiB);
  BOOST_TEST(knobs.multipart_upload_max_part_size == 4096 * kMiB);
  BOOST_TEST(knobs.multipart_upload_part_size_options.size() == 9u);
  BOOST_TEST(knobs.multipart_upload_default_parallelism == 10);
  BOOST_TEST(knobs.multipart_upload_batch_url_count == 1);
  BOOST_TEST(knobs.parallel_download_min_file_size == 50 * kMiB);
  BOOST_TEST(knobs.parallel_download_default_part_size == 10 * kMiB);
  BOOST_TEST(knobs.cloud_api_max_retries == 3);
  BOOST_CHECK_NO_THROW(check_upload_options({}, knobs));
  BOOST_CHECK_THROW(check_upload_options({.part_size = 4096 * kMiB + 1}, knobs), InvalidArgument);
}

BOOST_AUTO_TEST_CASE(one_worker_asks_for_as_many_urls_as_the_root_of_the_parts) {
  BOOST_TEST(urls_at_once(std::nullopt, 10, {}) == 1);
  BOOST_TEST(urls_at_once(95, 10, {}) == 4);
  BOOST_TEST(urls_at_once(1000, 10, {}) == 10);
  BOOST_TEST(urls_at_once(1, 10, {}) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
