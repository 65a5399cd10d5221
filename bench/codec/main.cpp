// Decoding and encoding a page of jobs, against the floor and against peers. All figures come from one run, in
// turns, so that the ratios can be trusted although the machine is shared.
#include "jobs.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

namespace {

struct Contestant {
  const char* name;
  std::function<void()> work;
  std::vector<double> seconds{};

  // The best run: everything else that happens on the machine only ever adds.
  double best() const { return *std::min_element(seconds.begin(), seconds.end()); }
};

void race(std::vector<Contestant>& contestants) {
  using Clock = std::chrono::steady_clock;
  for (int round = 0; round < 300; ++round) {
    for (Contestant& contestant : contestants) {
      const auto begin = Clock::now();
      contestant.work();
      contestant.seconds.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
    }
  }
}

void row(const char* name, double seconds, std::size_t bytes, double against) {
  std::printf("  %-34s %8.0f us %8.0f MB/s   %5.2f x\n", name, seconds * 1e6,
              static_cast<double>(bytes) / seconds / 1e6, seconds / against);
}

bool decode(const bench::Page& page) {
  const std::string text = bench::service_text(page);
  std::string padded = text;
  padded.append(64, ' ');
  const auto& type = databricks::type_of<bench::Page>();
  std::vector<Contestant> runs{
      {"null SAX handler", [&] { bench::null_parse(text); }},
      {"deep copy of the objects", [&] { bench::Page copy(page); }},
      {"databricks::read_json",
       [&] {
         bench::Page read;
         databricks::read_json(type, &read, text);
       }},
      {"Boost.JSON tree, by hand", [&] { bench::read_with_dom(text); }},
      {"simdjson on demand, by hand",
       [&] {
         bench::read_with_simdjson({padded.data(), text.size()}, padded.size());
       }},
  };
  if (!(databricks::from_json<bench::Page>(text) == page) || !(bench::read_with_dom(text) == page) ||
      !(bench::read_with_simdjson({padded.data(), text.size()}, padded.size()) == page)) {
    std::puts("a reader does not give the page");
    return false;
  }
  race(runs);
  const double floor = runs[0].best() + runs[1].best();
  std::printf("decode, %zu bytes\n", text.size());
  for (const auto& run : runs) row(run.name, run.best(), text.size(), floor);
  row("floor: null SAX + deep copy", floor, text.size(), floor);
  const double ratio = runs[2].best() / floor;
  std::printf("decode: %.2f x the floor (budget 1.50)\n", ratio);
  return ratio <= 1.5;
}

bool encode(const bench::Page& page) {
  const auto& type = databricks::type_of<bench::Page>();
  std::string by_hand;
  bench::write_by_hand(page, by_hand);
  if (by_hand != databricks::to_json(page)) {
    std::puts("the writers differ");
    return false;
  }
  std::string out;
  std::vector<Contestant> runs{
      {"by hand", [&] { out.clear(), bench::write_by_hand(page, out); }},
      {"databricks::write_json", [&] { out.clear(), databricks::write_json(type, &page, out); }},
      {"Boost.JSON tree", [&] { out = bench::write_with_dom(page); }}};
  race(runs);
  std::printf("encode, %zu bytes\n", by_hand.size());
  for (const auto& run : runs) row(run.name, run.best(), by_hand.size(), runs[0].best());
  const double ratio = runs[0].best() / runs[1].best();
  std::printf("encode: %.2f of by hand (budget 0.65)\n", ratio);
  return ratio >= 0.65;
}

}  // namespace

// Exits with 1 when a budget is missed.
int main() {
  const bench::Page page = bench::make_page(70);
  const bool decoded = decode(page);
  const bool encoded = encode(page);
  return decoded && encoded ? 0 : 1;
}
