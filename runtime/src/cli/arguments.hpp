// Reading arguments from the left.
#pragma once

#include <databricks/client.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace databricks::detail::cli {

/// A flag as it was typed: `--name` or `--name=value`.
struct Flag {
  std::string_view name;
  std::optional<std::string_view> value;
};

class Arguments {
 public:
  explicit Arguments(std::span<const std::string> all) : rest_(all) {}

  bool empty() const { return rest_.empty(); }
  std::span<const std::string> rest() const { return rest_; }
  /// The next one; there must be one.
  const std::string& peek() const { return rest_.front(); }
  const std::string& take();
  /// The next one, or UsageError that `what` is missing.
  const std::string& take(std::string_view what);

  /// Whether the next one is a flag: `--name`, or `-h`. After a `--` nothing is.
  bool at_flag();
  Flag take_flag();
  /// The flag's own value, or else the next argument. Throws UsageError.
  std::string value_of(const Flag& flag);
  /// `--flag`, `--flag true`, `--flag=false`.
  std::string boolean_of(const Flag& flag);

 private:
  std::span<const std::string> rest_;
  bool flags_ended_ = false;
};

/// What stands before the command.
struct GlobalFlags {
  ClientLevel level = ClientLevel::workspace;
  std::optional<std::string> profile{};
  std::optional<std::string> host{};
  bool help = false;
  bool version = false;
};

/// Takes them off the front. Throws UsageError.
GlobalFlags take_global_flags(Arguments& arguments);

}  // namespace databricks::detail::cli
