#include "cli/arguments.hpp"

#include "cli/usage.hpp"

namespace databricks::detail::cli {

const std::string& Arguments::take() {
  const std::string& first = rest_.front();
  rest_ = rest_.subspan(1);
  return first;
}

const std::string& Arguments::take(std::string_view what) {
  if (rest_.empty()) throw UsageError("missing " + std::string(what));
  return take();
}

bool Arguments::at_flag() {
  if (flags_ended_ || rest_.empty()) return false;
  if (peek() == "--") {
    flags_ended_ = true;
    take();
    return false;
  }
  return peek() == "-h" || peek().starts_with("--");
}

Flag Arguments::take_flag() {
  std::string_view text = take();
  if (text == "-h") return {"help", std::nullopt};
  text.remove_prefix(2);
  const auto equals = text.find('=');
  if (equals == text.npos) return {text, std::nullopt};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::string Arguments::value_of(const Flag& flag) {
  if (flag.value) return std::string(*flag.value);
  return take("the value of --" + std::string(flag.name));
}

std::string Arguments::boolean_of(const Flag& flag) {
  if (flag.value) return std::string(*flag.value);
  return !empty() && (peek() == "true" || peek() == "false") ? take() : "true";
}

GlobalFlags take_global_flags(Arguments& arguments) {
  GlobalFlags flags;
  while (arguments.at_flag()) {
    const Flag flag = arguments.take_flag();
    if (flag.name == "profile") {
      flags.profile = arguments.value_of(flag);
    } else if (flag.name == "host") {
      flags.host = arguments.value_of(flag);
    } else if (flag.value) {
      throw UsageError("unknown flag `--" + std::string(flag.name) + "=" + std::string(*flag.value) + "`");
    } else if (flag.name == "account") {
      flags.level = ClientLevel::account;
    } else if (flag.name == "help") {
      flags.help = true;
    } else if (flag.name == "version") {
      flags.version = true;
    } else {
      throw UsageError(
          unknown("flag", "--" + std::string(flag.name), {"--account", "--profile", "--host", "--help", "--version"}));
    }
  }
  return flags;
}

}  // namespace databricks::detail::cli
