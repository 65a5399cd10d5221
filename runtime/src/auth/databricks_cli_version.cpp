#include "auth/databricks_cli_version.hpp"

#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <charconv>

namespace databricks::detail {

// Named so that Describe finds it.
struct VersionAnswer {
  optional<int> Major{};
  optional<int> Minor{};
  optional<int> Patch{};
};
BOOST_DESCRIBE_STRUCT(VersionAnswer, (), (Major, Minor, Patch))

namespace {

std::optional<CliVersion> from_text(std::string_view text) {
  constexpr std::string_view kName = "Databricks CLI v";
  if (!text.starts_with(kName)) return std::nullopt;
  text.remove_prefix(kName.size());
  int parts[3] = {};
  for (int& part : parts) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc() || part < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (&part != &parts[2] && !text.starts_with('.')) return std::nullopt;
    if (text.starts_with('.')) text.remove_prefix(1);
  }
  return CliVersion{parts[0], parts[1], parts[2]};
}

}  // namespace

std::optional<CliVersion> parse_cli_version(std::string_view output) {
  output = trim(output);
  if (!output.starts_with('{')) return from_text(output);
  try {
    const auto answer = from_json<VersionAnswer>(output);
    if (!answer.Major.has_value() || !answer.Minor.has_value() || !answer.Patch.has_value()) return std::nullopt;
    return CliVersion{*answer.Major, *answer.Minor, *answer.Patch};
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

}  // namespace databricks::detail
