#include "auth/cli_token.hpp"

#include "auth/bearer.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <stdexcept>

namespace databricks::detail {

// Named so that Describe finds it; the fields of both tools.
struct CliToken {
  optional<std::string> accessToken{};
  optional<std::string> access_token{};
  optional<std::string> tokenType{};
  optional<std::string> token_type{};
  optional<RawJson> expires_on{};
  optional<RawJson> expiresOn{};
  optional<RawJson> expiry{};
};
BOOST_DESCRIBE_STRUCT(CliToken, (), (accessToken, access_token, tokenType, token_type, expires_on, expiresOn, expiry))

namespace {

using WallTime = std::chrono::system_clock::time_point;

// What the clock, which counts nanoseconds in 64 bits, can hold: the years 1684 to 2255.
constexpr std::int64_t kFarthest = 9'000'000'000;

WallTime at(std::int64_t seconds, std::int32_t nanoseconds = 0) {
  return WallTime(std::chrono::duration_cast<WallTime::duration>(
      std::chrono::seconds(std::clamp(seconds, -kFarthest, kFarthest)) + std::chrono::nanoseconds(nanoseconds)));
}

std::optional<Timestamp> rfc3339(const std::string& text) {
  try {
    return Timestamp::parse(text);
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

std::optional<WallTime> epoch(std::string_view text) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || !(seconds == seconds)) return std::nullopt;
  constexpr auto kMost = static_cast<double>(kFarthest);
  return at(static_cast<std::int64_t>(std::clamp(seconds, -kMost, kMost)));
}

// The hands of the clock on the wall, read as if they were UTC, to the point in time.
std::optional<WallTime> local(const Timestamp& hands) {
  const std::time_t as_utc = hands.seconds;
  std::tm parts{};
  if (!::gmtime_r(&as_utc, &parts)) return std::nullopt;
  parts.tm_isdst = -1;
  return at(std::mktime(&parts), hands.nanoseconds);
}

[[noreturn]] void unreadable(const char* why) { throw AuthError(std::string("cannot unmarshal CLI result: ") + why); }

CliToken read_output(std::string_view output) {
  try {
    if (trim(output).starts_with('{')) return from_json<CliToken>(output);
  } catch (const JsonError&) {
    // Its text could show a piece of a token.
  }
  unreadable("it is not the JSON object of a token");
}

// Go writes the year 1 for a token that never expires.
bool is_never(std::string_view expiry) { return expiry.starts_with("0001-01-01"); }

std::string_view bare_text(std::string_view json) {
  if (json.size() >= 2 && json.starts_with('"') && json.ends_with('"')) json = json.substr(1, json.size() - 2);
  return trim(json);
}

std::optional<WallTime> expiry_of(const CliToken& token) {
  bool present = false;
  for (const auto* json : {&token.expires_on, &token.expiresOn, &token.expiry}) {
    if (!json->has_value()) continue;
    present = true;
    const auto text = bare_text((*json)->text);
    if (is_never(text)) return std::nullopt;
    if (const auto time = parse_expiry(text)) return time;
  }
  throw AuthError(present ? "cannot parse expiry: it is no time" : "cannot parse expiry: it is missing");
}

}  // namespace

std::optional<WallTime> parse_expiry(std::string_view text) {
  std::string time(trim(text));
  if (const auto seconds = epoch(time)) return seconds;
  if (time.size() > 10 && time[10] == ' ') time[10] = 'T';
  if (const auto exact = rfc3339(time)) return at(exact->seconds, exact->nanoseconds);
  const auto hands = rfc3339(time + 'Z');
  return hands ? local(*hands) : std::nullopt;
}

OAuthToken parse_cli_token(std::string_view output) {
  const auto read = read_output(output);
  auto token = checked_token(read.accessToken.value_or(read.access_token.value_or("")), "the tool's access token");
  if (token.empty()) unreadable("the access token is missing");
  auto type = checked_token(read.tokenType.value_or(read.token_type.value_or("")), "the tool's token type");
  if (type.empty() || same_text(type, "Bearer")) type = "Bearer";
  return {.access_token = std::move(token), .token_type = std::move(type), .expiry = expiry_of(read)};
}

}  // namespace databricks::detail
