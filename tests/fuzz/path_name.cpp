// Fuzzes the text of a path, and behind a line feed what a service might list in it.
#include "../../services/src/ext/path_name.hpp"
#include "require.hpp"

#include <databricks/error.hpp>

namespace {

using namespace databricks::ext;
using fuzz::require;

void check_remote(const std::string& path) {
  require(path.starts_with('/'), "a remote path is absolute");
  require(path.find("//") == path.npos, "a remote path has no double slashes");
  require(path == "/" || !path.ends_with('/'), "a remote path has no slash at its end");
  const auto closed = path + '/';
  require(closed.find("/../") == closed.npos && closed.find("/./") == closed.npos, "a remote path has no dot segments");
}

void check_listed(const PathName& directory, std::string_view listed) {
  try {
    const auto relative = relative_to(directory, listed);
    require(child_of(directory, relative).path == listed, "what is listed lies beneath");
    const auto closed = '/' + relative + '/';
    require(closed.find("/../") == closed.npos && closed.find("/./") == closed.npos, "and leads nowhere else");
    require(relative.find('\0') == relative.npos, "and has no NUL");
  } catch (const databricks::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto text = input.substr(0, input.find('\n'));
  const auto listed = input.substr(std::min(input.size(), text.size() + 1));
  try {
    const auto name = parse_path(text);
    require(name.path.find('\0') == name.path.npos, "no path has a NUL");
    if (name.kind != PathKind::local) check_remote(name.path);
    require((name.kind == PathKind::volumes) == (name.kind != PathKind::local && name.path.starts_with("/Volumes/")),
            "volumes are told by their beginning");
    require(parse_path(shown(name)) == name, "what is shown means the same");
    check_listed(name, listed);
  } catch (const databricks::InvalidArgument&) {
  }
  return 0;
}
