#include "testing/arguments.hpp"

#include <databricks/error.hpp>

#include <algorithm>
#include <charconv>

namespace databricks::testing::detail {

std::string decode_percent(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (text.front() != '%') {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    unsigned byte = 0;
    const auto digits = text.substr(1, 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() < 2 || error != std::errc{} || end != digits.data() + 2) {
      throw InvalidArgument("malformed percent-encoding in the request's target");
    }
    out += static_cast<char>(byte);
    text.remove_prefix(3);
  }
  return out;
}

std::string decode_form_text(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '+', ' ');
  return decode_percent(plain);
}

std::vector<NamedText> parse_query(std::string_view query) {
  std::vector<NamedText> pairs;
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto name = pair.substr(0, pair.find('='));
    pairs.emplace_back(decode_form_text(name), decode_form_text(pair.substr(std::min(pair.size(), name.size() + 1))));
  }
  return pairs;
}

}  // namespace databricks::testing::detail
