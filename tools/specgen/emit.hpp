// API -> the text of the generated files, by their path below the output directory.
#pragma once

#include "api.hpp"

#include <map>
#include <string>

namespace specgen {

using Files = std::map<std::string, std::string>;

void emit_models(const Api& api, const Package& package, Files& files);
void emit_services(const Api& api, const Package& package, Files& files);
void emit_package_source(const Api& api, const Package& package, Files& files);
void emit_clients(const Api& api, Files& files);
/// services/meson.build, which lists the sources.
void emit_build(const Api& api, Files& files);

}  // namespace specgen
