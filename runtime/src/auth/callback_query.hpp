// What an OAuth server says by way of the browser.
#pragma once

#include <databricks/oauth.hpp>

#include <string>
#include <string_view>

namespace databricks::detail {

/// What is wrong with a callback of the sign-in with this state, on one line; empty: nothing, it holds a code.
std::string callback_problem(const CallbackParameters& parameters, std::string_view state);

}  // namespace databricks::detail
