#include "auth/browser.hpp"

#include "auth/detached_process.hpp"
#include "auth/subprocess.hpp"
#include "config/profile.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

#ifdef __APPLE__
constexpr const char* kDesktop[] = {"open"};
#else
constexpr const char* kDesktop[] = {"xdg-open", "x-www-browser", "wslview"};
#endif

// Up to the separator, which goes as well.
std::string_view take_part(std::string_view& rest, char separator) {
  const auto part = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return part;
}

bool start(const Config& config, std::string_view command, const std::string& url) {
  std::vector<std::string> arguments;
  bool has_url = false;
  while (!command.empty()) {
    const auto word = take_part(command, ' ');
    if (word.empty()) continue;
    arguments.emplace_back(word);
    if (const auto at = word.find("%s"); at != word.npos && arguments.size() > 1) {
      arguments.back().replace(at, 2, url);
      has_url = true;
    }
  }
  if (arguments.empty()) return false;
  const auto program = find_program(config, arguments.front());
  if (!program) return false;
  arguments.erase(arguments.begin());
  if (!has_url) arguments.push_back(url);
  return start_detached(*program, arguments);
}

}  // namespace

bool open_browser(const Config& config, const std::string& url) {
  const auto wanted = environment_value(config, "BROWSER");
  for (std::string_view rest = wanted; !rest.empty();) {
    if (start(config, take_part(rest, ':'), url)) return true;
  }
  return std::any_of(std::begin(kDesktop), std::end(kDesktop),
                     [&](const char* program) { return start(config, program, url); });
}

}  // namespace databricks::detail
