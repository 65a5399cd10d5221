// Fuzzes what people write into configuration files and addresses. Nothing may crash, nothing but ConfigError be
// thrown, and no error may show the line or address it is about.
#include "config/host.hpp"
#include "config/ini.hpp"
#include "require.hpp"

#include <databricks/config.hpp>
#include <databricks/error.hpp>

namespace {

using fuzz::require;

void read_file(std::string_view text) {
  try {
    const auto file = databricks::parse_ini(text, "f");
    std::string again;
    for (const auto& [name, section] : file.sections) {
      require(name == databricks::parse_ini("[" + name + "]\n", "f").sections.begin()->first, "a name is read again");
      for (const auto& [key, value] : section) require(!key.empty() && !value.empty(), "nothing empty is kept");
    }
  } catch (const databricks::ConfigError& error) {
    require(std::string_view(error.what()).size() < 200, "a line is not shown");
  }
}

void read_host(std::string_view text) {
  try {
    const auto host = databricks::parse_host(text);
    require(databricks::parse_host(host.url).url == host.url, "a normal form is its own");
    require(host.url.find('@') == host.url.npos, "no user name is in it");
    require(!databricks::bare_name(host.url).empty(), "it has a name");
    for (const char c : host.url + host.workspace_id + host.account_id) require(c > ' ' && c < '\x7f', "plain text");
  } catch (const databricks::ConfigError& error) {
    require(std::string_view(error.what()).size() < 200, "an address is not shown");
  }
}

void read_dsn(std::string_view text) {
  try {
    databricks::parse_dsn("databricks://" + std::string(text));
    databricks::parse_dsn(text);
  } catch (const databricks::ConfigError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_file(text);
  read_host(text);
  read_dsn(text);
  return 0;
}
