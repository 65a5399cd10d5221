#include "transfer/piece_set.hpp"

#include <algorithm>

namespace databricks::detail {

void PieceSet::add(ByteRange range) {
  if (range.from >= range.to) return;
  const auto first = std::find_if(ranges_.begin(), ranges_.end(), [&](const auto& r) { return r.to >= range.from; });
  const auto last = std::find_if(first, ranges_.end(), [&](const auto& r) { return r.from > range.to; });
  if (first != last) {
    range.from = std::min(range.from, first->from);
    range.to = std::max(range.to, std::prev(last)->to);
  }
  ranges_.insert(ranges_.erase(first, last), range);
}

std::uint64_t PieceSet::bytes() const {
  std::uint64_t sum = 0;
  for (const auto& range : ranges_) sum += range.to - range.from;
  return sum;
}

std::vector<ByteRange> PieceSet::missing(std::uint64_t size, std::uint64_t longest) const {
  std::vector<ByteRange> gaps;
  std::uint64_t at = 0;
  const auto add_gap = [&](std::uint64_t to) {
    while (at < to) {
      const auto end = at + std::min(longest, to - at);
      gaps.push_back({at, end});
      at = end;
    }
  };
  for (const auto& range : ranges_) {
    add_gap(std::min(range.from, size));
    at = std::max(at, range.to);
  }
  add_gap(size);
  return gaps;
}

}  // namespace databricks::detail
