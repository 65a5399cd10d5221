// The chunks of a result, one after the other, each of them checked.
#pragma once

#include "ext/sql_calls.hpp"

#include <optional>
#include <vector>

namespace databricks::detail {

/// Used by one thread.
class SqlChunks {
 public:
  SqlChunks(const Client& client, std::string statement_id, std::stop_token stop)
      : client_(client), id_(std::move(statement_id)), stop_(std::move(stop)) {}

  /// What the answer of success says. Throws SqlError for a format that was not asked for.
  void begin(const sql::ResultManifest& manifest, std::optional<ChunkAnswer> first);
  /// As RowSource::next. Throws what calls throw, and SqlError for chunks that are not those announced.
  bool next(std::int64_t rows_read, RowChunk& chunk);

 private:
  ChunkAnswer answer_for(std::int64_t index);
  const sql::ExternalLink* known_link(std::int64_t index) const;
  std::string fetch(std::int64_t index);
  void take_rows(ChunkAnswer answer, RowChunk& chunk);
  void take_link(std::int64_t rows_read, RowChunk& chunk);
  void check_part(const std::optional<std::int64_t>& index, const std::optional<std::int64_t>& offset,
                  std::int64_t rows_read) const;
  void go_on(const std::optional<std::int64_t>& next);
  void check_end(std::int64_t rows_read) const;
  void check_announced(RowChunk& chunk, const std::optional<std::int64_t>& row_count) const;
  [[noreturn]] void fail(const std::string& reason) const;

  const Client client_;
  const std::string id_;
  const std::stop_token stop_;
  sql::ResultManifest manifest_{};
  std::optional<ChunkAnswer> first_{};  // came with the answer of success
  std::vector<sql::ExternalLink> links_{};
  std::optional<std::int64_t> next_{};  // unset: the last chunk was given
  std::int64_t given_ = 0;              // chunks
};

}  // namespace databricks::detail
