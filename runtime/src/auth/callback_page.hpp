// What a browser shows at the end of a sign-in.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

/// A whole HTTP answer: thanks, or a page that names the problem, if there is one.
std::string callback_page(std::string_view problem);
/// For whatever else browsers ask for.
std::string no_such_page();

}  // namespace databricks::detail
