// Which parts of a file are there.
#pragma once

#include <cstdint>
#include <vector>

namespace databricks::detail {

struct ByteRange {
  std::uint64_t from = 0;
  std::uint64_t to = 0;  // behind the last byte
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

class PieceSet {
 public:
  /// Ranges may overlap; empty ones are ignored.
  void add(ByteRange range);
  /// How many bytes are there.
  std::uint64_t bytes() const;
  /// What is missing of a file of this size, in ascending order; pieces longer than `longest` are divided.
  std::vector<ByteRange> missing(std::uint64_t size, std::uint64_t longest) const;
  /// In ascending order, with gaps in between.
  const std::vector<ByteRange>& ranges() const { return ranges_; }

 private:
  std::vector<ByteRange> ranges_;
};

}  // namespace databricks::detail
