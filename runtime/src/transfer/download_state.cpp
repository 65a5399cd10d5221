#include "transfer/download_state.hpp"

#include <charconv>

namespace databricks::detail {

namespace {

constexpr std::string_view kFirstLine = "databricks-download 1";

// Takes a number and the blank behind it.
bool take_number(std::string_view& text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.empty()) return true;
  if (text.front() != ' ') return false;
  text.remove_prefix(1);
  return true;
}

bool read_size(DownloadState& state, std::string_view value) {
  return take_number(value, state.version.size.emplace()) && value.empty();
}

bool read_done(DownloadState& state, std::string_view value) {
  ByteRange range;
  if (!take_number(value, range.from) || !take_number(value, range.to) || !value.empty()) return false;
  if (!state.version.size || range.from > range.to || range.to > *state.version.size) return false;
  state.done.add(range);
  return true;
}

struct Line {
  std::string_view name;
  bool (*read)(DownloadState&, std::string_view value);
};

constexpr Line kLines[] = {
    {"target", [](DownloadState& state, std::string_view value) { return state.target = value, true; }},
    {"etag", [](DownloadState& state, std::string_view value) { return state.version.etag = value, true; }},
    {"last_modified",
     [](DownloadState& state, std::string_view value) { return state.version.last_modified = value, true; }},
    {"size", read_size},
    {"done", read_done},
};

bool read_line(DownloadState& state, std::string_view text) {
  const auto blank = text.find(' ');
  // No header has these, so nor has what was written from one.
  if (blank == text.npos || text.find_first_of(std::string_view("\r\0", 2)) != text.npos) return false;
  for (const auto& line : kLines) {
    if (line.name == text.substr(0, blank)) return line.read(state, text.substr(blank + 1));
  }
  return false;
}

}  // namespace

std::string state_head(const std::string& target, const FileVersion& version) {
  std::string text(kFirstLine);
  text += "\ntarget " + target + '\n';
  if (!version.etag.empty()) text += "etag " + version.etag + '\n';
  if (!version.last_modified.empty()) text += "last_modified " + version.last_modified + '\n';
  return text + "size " + std::to_string(version.size.value_or(0)) + '\n';
}

std::string state_line(ByteRange done) {
  return "done " + std::to_string(done.from) + ' ' + std::to_string(done.to) + '\n';
}

std::optional<DownloadState> parse_state(std::string_view text) {
  DownloadState state;
  bool first = true;
  for (auto end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (first ? line != kFirstLine : !read_line(state, line)) return std::nullopt;
    first = false;
  }
  if (first || !state.version.can_resume()) return std::nullopt;
  return state;
}

}  // namespace databricks::detail
