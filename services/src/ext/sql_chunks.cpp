#include "ext/sql_chunks.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr int kFetches = 3;  // of one chunk, each with a new link

template <class T>
std::optional<T> get(const optional<T>& field) {
  return field.has_value() ? std::optional<T>(*field) : std::nullopt;
}

// Storage says in many ways that a link is no longer good; that is no reason to give up before a new one was tried.
bool may_be_expired(const DatabricksError& error) {
  constexpr int kStatuses[] = {400, 401, 403, 404, 410};
  return std::find(std::begin(kStatuses), std::end(kStatuses), error.status_code()) != std::end(kStatuses);
}

bool is_announced_empty(const sql::ResultData& data) { return data.row_count.has_value() && *data.row_count == 0; }

}  // namespace

void SqlChunks::begin(const sql::ResultManifest& manifest, std::optional<ChunkAnswer> first) {
  manifest_ = manifest;
  if (manifest.format.has_value() && !(manifest.format == sql::Format::JSON_ARRAY)) {
    throw SqlError(0, "", "the result comes as " + std::string(manifest.format.text()) + " instead of JSON_ARRAY");
  }
  const bool has_rows =
      first && (first->rows || first->data.external_links.size() > 0 || is_announced_empty(first->data));
  if (has_rows || manifest.total_chunk_count.value_or(0) > 0 || manifest.total_row_count.value_or(0) > 0) next_ = 0;
  if (!has_rows) return;
  links_ = first->data.external_links;
  first_ = std::move(first);
}

bool SqlChunks::next(std::int64_t rows_read, RowChunk& chunk) {
  if (!next_) {
    check_end(rows_read);
    return false;
  }
  chunk.index = *next_;
  if (known_link(*next_) == nullptr) {
    auto answer = answer_for(*next_);
    links_ = answer.data.external_links;
    if (!answer.rows && links_.empty() && is_announced_empty(answer.data)) {
      answer.body = "[]";
      answer.rows = RowsInBody{0, answer.body.size()};
    }
    if (answer.rows) {
      check_part(get(answer.data.chunk_index), get(answer.data.row_offset), rows_read);
      take_rows(std::move(answer), chunk);
      return true;
    }
    if (known_link(*next_) == nullptr) fail("comes neither with rows nor with a link to them");
  }
  take_link(rows_read, chunk);
  return true;
}

ChunkAnswer SqlChunks::answer_for(std::int64_t index) {
  if (!first_) return get_chunk(client_, id_, index, stop_);
  auto answer = std::move(*first_);
  first_.reset();
  return answer;
}

void SqlChunks::take_rows(ChunkAnswer answer, RowChunk& chunk) {
  chunk.body = std::move(answer.body);
  chunk.begin = answer.rows->begin;
  chunk.size = answer.rows->size;
  check_announced(chunk, get(answer.data.row_count));
  go_on(get(answer.data.next_chunk_index));
}

void SqlChunks::take_link(std::int64_t rows_read, RowChunk& chunk) {
  first_.reset();
  chunk.body = fetch(*next_);
  chunk.size = chunk.body.size();
  const sql::ExternalLink& link = *known_link(*next_);
  check_part(get(link.chunk_index), get(link.row_offset), rows_read);
  check_announced(chunk, get(link.row_count));
  const auto next = get(link.next_chunk_index);  // go_on() ends the use of the link
  go_on(next);
}

const sql::ExternalLink* SqlChunks::known_link(std::int64_t index) const {
  const auto found = std::find_if(links_.begin(), links_.end(),
                                  [&](const auto& link) { return link.chunk_index.value_or(0) == index; });
  return found == links_.end() ? nullptr : &*found;
}

std::string SqlChunks::fetch(std::int64_t index) {
  for (int fetches = 1;; ++fetches) {
    try {
      return fetch_link(client_, *known_link(index), stop_);
    } catch (const DatabricksError& error) {
      if (!may_be_expired(error)) throw;
      if (fetches == kFetches) {
        fail("can't be fetched: its links answer " + std::to_string(error.status_code()));
      }
    } catch (const InvalidArgument&) {
      fail("comes with a link that is no URL, or with headers that are none");
    }
    links_ = get_chunk(client_, id_, index, stop_).data.external_links;
    if (known_link(index) == nullptr) fail("comes without a link to its rows");
  }
}

// Where the answer says which chunk it is, and which rows come before it, that must be true.
void SqlChunks::check_part(const std::optional<std::int64_t>& index, const std::optional<std::int64_t>& offset,
                           std::int64_t rows_read) const {
  if (index && *index != *next_) fail("was asked for, and chunk " + std::to_string(*index) + " came");
  if (offset && *offset != rows_read) {
    fail("begins with row " + std::to_string(*offset) + ", after " + std::to_string(rows_read) + " rows");
  }
}

void SqlChunks::check_announced(RowChunk& chunk, const std::optional<std::int64_t>& row_count) const {
  chunk.row_count = row_count;
  for (const auto& part : manifest_.chunks) {
    if (get(part.chunk_index) != chunk.index || !part.row_count.has_value()) continue;
    if (row_count && *row_count != *part.row_count) fail("is announced with two different numbers of rows");
    chunk.row_count = *part.row_count;
  }
}

void SqlChunks::go_on(const std::optional<std::int64_t>& next) {
  ++given_;
  if (next && *next != *next_ + 1) fail("is followed by chunk " + std::to_string(*next));
  next_ = next;
}

void SqlChunks::check_end(std::int64_t rows_read) const {
  const auto check = [](const optional<std::int64_t>& announced, std::int64_t read, const char* what) {
    if (!announced.has_value() || *announced == read) return;
    throw SqlError(0, "",
                   "the result ends after " + std::to_string(read) + " of " + std::to_string(*announced) + ' ' + what);
  };
  check(manifest_.total_chunk_count, given_, "chunks");
  check(manifest_.total_row_count, rows_read, "rows");
}

void SqlChunks::fail(const std::string& reason) const {
  throw SqlError(0, "", "chunk " + std::to_string(*next_) + " of the result " + reason);
}

}  // namespace databricks::detail
