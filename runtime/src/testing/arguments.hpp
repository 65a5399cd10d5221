// A request's target taken apart: `/api/2.0/widgets/a%2Fb?size=3`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace databricks::testing::detail {

using NamedText = std::pair<std::string, std::string>;

struct Arguments {
  std::vector<NamedText> path{};   // by placeholder; `config.account_id` for one from the configuration
  std::vector<NamedText> query{};  // in order, repeated names included
};

/// The reverse of percent-encoding. Throws InvalidArgument for a `%` without two hex digits.
std::string decode_percent(std::string_view text);
/// The same for a text of a form or a query, where `+` is a blank.
std::string decode_form_text(std::string_view text);
/// `a=1&b=x%20y`, of a query or a form. Throws InvalidArgument.
std::vector<NamedText> parse_query(std::string_view query);

}  // namespace databricks::testing::detail
