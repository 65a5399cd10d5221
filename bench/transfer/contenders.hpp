// Who moves the blob. Each function moves it once, whole, and returns whether that went well.
#pragma once

#include <string>

#include "moves.hpp"

namespace bench {

bool httplib_down(const std::string& origin);
bool httplib_up(const std::string& origin);
bool curl_down(const std::string& origin);
bool curl_up(const std::string& origin);
bool our_down(const std::string& origin);
bool our_up(const std::string& origin);

bool curl_to_file(const std::string& origin);
bool our_to_file(const std::string& origin);
bool our_parts_to_file(const std::string& origin);

}  // namespace bench
