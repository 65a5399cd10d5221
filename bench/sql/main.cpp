// A million rows into structs, against simdjson by hand, in turns; and how much memory that takes.
#include "rows/row_reader.hpp"
#include "trips.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace {

using namespace databricks;

constexpr std::int64_t kChunks = 50;
constexpr std::int64_t kRowsPerChunk = 20'000;
constexpr std::size_t kPadding = 64;

// Chunks that are made when they are asked for, or one that is there.
class Source final : public detail::RowSource {
 public:
  Source(std::string first, std::int64_t chunks) : first_(std::move(first)), chunks_(chunks) {
    constexpr const char* kColumns[][2] = {{"trip_id", "LONG"},      {"city", "STRING"},   {"distance", "DOUBLE"},
                                           {"passengers", "LONG"},   {"paid", "BOOLEAN"},  {"fare", "DECIMAL"},
                                           {"started", "TIMESTAMP"}, {"comment", "STRING"}};
    for (const auto& [name, type] : kColumns) result_.columns.push_back({name, type, type});
  }
  const SqlResult& result() override { return result_; }
  bool next(std::int64_t rows_read, detail::RowChunk& chunk) override {
    if (chunk_ == chunks_) return false;
    chunk.body = chunk_++ == 0 ? std::move(first_) : bench::chunk_text(rows_read, kRowsPerChunk);
    chunk.size = chunk.body.size();
    chunk.row_count = kRowsPerChunk;
    return true;
  }

 private:
  SqlResult result_;
  std::string first_;
  std::int64_t chunks_;
  std::int64_t chunk_ = 0;
};

void read_rows(std::string first, std::int64_t chunks, bench::Sum& sum) {
  SqlRows<bench::Trip> rows(
      std::make_shared<detail::RowReader>(std::make_unique<Source>(std::move(first), chunks), &type_of<bench::Trip>()));
  for (const bench::Trip& trip : rows) sum.add(trip);
}

template <class Work>
double seconds(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

bool race() {
  const std::string text = bench::chunk_text(0, kRowsPerChunk);
  std::string padded = text;
  padded.append(kPadding, ' ');
  double ours = 1e9;
  double by_hand = 1e9;
  for (int round = 0; round < 50; ++round) {
    bench::Sum a;
    bench::Sum b;
    std::string copy = text;
    ours = std::min(ours, seconds([&] { read_rows(std::move(copy), 1, a); }));
    by_hand = std::min(by_hand, seconds([&] { bench::read_by_hand({padded.data(), text.size()}, padded.size(), b); }));
    if (!(a == b)) {
      std::puts("the readers differ");
      return false;
    }
  }
  const auto row = [&](const char* name, double best) {
    std::printf("  %-28s %7.0f ns per row %7.0f MB/s   %5.2f x\n", name, best / kRowsPerChunk * 1e9,
                static_cast<double>(text.size()) / best / 1e6, best / by_hand);
  };
  row("simdjson, by hand", by_hand);
  row("SqlRows<Trip>", ours);
  std::printf("rows: %.2f x by hand (budget 1.50)\n", ours / by_hand);
  return ours / by_hand <= 1.5;
}

bool memory() {
  bench::Sum sum;
  read_rows(bench::chunk_text(0, kRowsPerChunk), 2, sum);
  const long before = peak_kib();
  read_rows(bench::chunk_text(0, kRowsPerChunk), kChunks, sum);
  const long growth = peak_kib() - before;
  std::printf("%lld rows of %lld chunks: peak memory %ld KiB more than for 2 chunks (budget 4096)\n",
              static_cast<long long>(kRowsPerChunk * kChunks), static_cast<long long>(kChunks), growth);
  return growth <= 4096;
}

}  // namespace

// Exits with 1 when a budget is missed.
int main() {
  const bool flat = memory();
  const bool quick = race();
  return flat && quick ? 0 : 1;
}
