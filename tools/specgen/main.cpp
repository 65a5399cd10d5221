// specgen --spec FILE --out DIR [--namespace NS] [--extensions FILE] [--check]
//
// Reads an OpenAPI document, in Databricks' dialect or plain, and writes DIR/models and DIR/services. With --check
// nothing is written, and files that are not what would be written are named. The extensions are those of
// extensions.hpp. Exits with 1 for those, and when the document says something that the generated code can't; with 2
// for a wrong command line. Nothing is written then.
#include "emit.hpp"
#include "extensions.hpp"
#include "keywords.hpp"
#include "names.hpp"
#include "openapi.hpp"
#include "output.hpp"
#include "resolve.hpp"

#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>

namespace {

struct Arguments {
  std::string spec{};
  std::string out{};
  std::string name_space = "databricks";
  std::string extensions{};
  bool check = false;
};

bool is_name_space(const std::string& text) {
  std::size_t begin = 0;
  while (true) {
    const auto end = text.find("::", begin);
    const auto part = text.substr(begin, end == std::string::npos ? end : end - begin);
    if (specgen::identifier(part) != part || specgen::escaped(part) != part) return false;
    if (end == std::string::npos) return true;
    begin = end + 2;
  }
}

std::optional<Arguments> parse(int count, char** values) {
  Arguments result;
  for (int i = 1; i < count; ++i) {
    const std::string name = values[i];
    std::string* target = name == "--spec"         ? &result.spec
                          : name == "--out"        ? &result.out
                          : name == "--namespace"  ? &result.name_space
                          : name == "--extensions" ? &result.extensions
                                                   : nullptr;
    if (name == "--check") {
      result.check = true;
    } else if (target && i + 1 < count) {
      *target = values[++i];
    } else {
      return std::nullopt;
    }
  }
  if (result.spec.empty() || result.out.empty() || !is_name_space(result.name_space)) return std::nullopt;
  return result;
}

// `$.paths["/a"].get.tags[3]` -> `/paths/~1a/get/tags/3`
std::string pointer_of(const std::string& path) {
  std::string pointer;
  std::size_t position = 1;
  while (position < path.size()) {
    const bool is_quoted = path.compare(position, 2, "[\"") == 0;
    const bool is_index = !is_quoted && path[position] == '[';
    const auto begin = position + (is_quoted ? 2 : 1);
    const auto end = is_quoted  ? path.find("\"]", begin)
                     : is_index ? path.find(']', begin)
                                : path.find_first_of(".[", begin);
    pointer = specgen::child(pointer, path.substr(begin, end == std::string::npos ? end : end - begin));
    if (end == std::string::npos) break;
    position = end + (is_quoted ? 2 : is_index ? 1 : 0);
  }
  return pointer;
}

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream.is_open() || stream.bad()) throw std::runtime_error("can't be read");
  return text;
}

specgen::Files files_of(const specgen::Api& api) {
  specgen::Files files;
  for (const auto& [name, package] : api.packages) {
    specgen::emit_models(api, package, files);
    specgen::emit_services(api, package, files);
    specgen::emit_package_source(api, package, files);
  }
  specgen::emit_clients(api, files);
  specgen::emit_build(api, files);
  return files;
}

int generate(const Arguments& arguments) {
  const auto text = read_file(arguments.spec);
  const auto document = databricks::from_json<specgen::openapi::Document>(text);
  if (!document.openapi.value_or("").starts_with("3.")) throw std::runtime_error("not an OpenAPI 3 document");
  specgen::Problems problems;
  specgen::check_keywords(text, problems);
  auto api = specgen::resolve(document, arguments.name_space, problems);
  for (const auto& problem : problems.sorted()) {
    std::cerr << arguments.spec << "#" << problem.pointer << ": " << problem.message << '\n';
  }
  if (!problems.empty()) return 1;
  if (!arguments.extensions.empty()) api.extensions = specgen::read_extensions(read_file(arguments.extensions));
  const auto files = files_of(api);
  if (!arguments.check) {
    specgen::write_files(files, arguments.out, arguments.name_space);
    return 0;
  }
  const auto outdated = specgen::outdated_files(files, arguments.out, arguments.name_space);
  for (const auto& name : outdated) std::cerr << name << ": not what specgen makes of the specification\n";
  return outdated.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = parse(count, values);
  if (!arguments) {
    std::cerr << "usage: specgen --spec FILE --out DIR [--namespace NS] [--extensions FILE] [--check]\n";
    return 2;
  }
  try {
    return generate(*arguments);
  } catch (const databricks::JsonError& error) {
    const std::string reason =
        std::string(error.what()).substr(std::min(error.path().size(), std::string(error.what()).size()));
    std::cerr << arguments->spec << "#" << pointer_of(error.path()) << reason << '\n';
    return 1;
  } catch (const std::exception& error) {
    std::cerr << arguments->spec << ": " << error.what() << '\n';
    return 1;
  }
}
