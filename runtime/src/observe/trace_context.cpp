#include "observe/trace_context.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace databricks::detail {

namespace {

constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kSpanDigits = 16;

// splitmix64
std::uint64_t random_number(std::uint64_t stir = 0) {
  thread_local std::uint64_t state = [] {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
  }();
  state += 0x9E3779B97F4A7C15u + stir;
  std::uint64_t mixed = state;
  mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
  mixed ^= mixed >> 31;
  return mixed != 0 ? mixed : 1;
}

// A fork copies the state: without this, parent and child would go on with the same numbers.
std::uint64_t time_stamp() {
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

void append_hex(std::string& out, std::uint64_t number) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) out += kHex[number >> shift & 15];
}

bool is_hex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == text.npos; }
bool is_zero(std::string_view text) { return text.find_first_not_of('0') == text.npos; }

}  // namespace

std::string new_trace_id() {
  std::string id;
  id.reserve(kTraceDigits);
  append_hex(id, random_number(time_stamp()));
  append_hex(id, random_number());
  return id;
}

std::string new_traceparent(std::string_view trace_id) {
  std::string text;
  text.reserve(55);
  text.append("00-").append(trace_id).append("-");
  append_hex(text, random_number());
  return text.append("-01");
}

// Versions after 00 may have more fields at the end; ff is no version.
std::string_view trace_id_of(std::string_view text) {
  constexpr std::size_t kSize = 55;
  if (text.size() < kSize || (text.size() > kSize && (text.starts_with("00") || text[kSize] != '-'))) return {};
  if (text[2] != '-' || text[35] != '-' || text[52] != '-') return {};
  const auto version = text.substr(0, 2);
  const auto trace = text.substr(3, kTraceDigits);
  const auto span = text.substr(36, kSpanDigits);
  if (!is_hex(version) || version == "ff" || !is_hex(trace) || !is_hex(span) || !is_hex(text.substr(53, 2))) return {};
  return is_zero(trace) || is_zero(span) ? std::string_view() : trace;
}

}  // namespace databricks::detail
