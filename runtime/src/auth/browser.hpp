// The browser of this machine.
#pragma once

#include <databricks/config.hpp>

#include <string>

namespace databricks::detail {

/// Starts the first program there is: of BROWSER (commands separated by colons; `%s` stands for the address, which else
/// comes last), then of the desktop. No shell takes part, and the program outlives this one. False: there is none.
bool open_browser(const Config& config, const std::string& url);

}  // namespace databricks::detail
