// The fields of a form, as servers read them.
#pragma once

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <string_view>

#include "recording_server.hpp"

namespace test {

/// Decoded. Fails when a part of the body is no field.
inline std::map<std::string, std::string> form_of(const Recorded& request) {
  std::map<std::string, std::string> form;
  std::string_view rest = request.body;
  const auto decoded = [](std::string_view text) { return httplib::detail::decode_url(std::string(text), true); };
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto middle = pair.find('=');
    BOOST_REQUIRE(middle != pair.npos);
    form[decoded(pair.substr(0, middle))] = decoded(pair.substr(middle + 1));
  }
  return form;
}

}  // namespace test
