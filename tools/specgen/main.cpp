// specgen --spec FILE --out DIR [--namespace NS]
//
// Reads an OpenAPI document, in Databricks' dialect or plain, and writes DIR/models and DIR/services. Exits with 1
// when the document says something that the generated code can't, with 2 for a wrong command line; nothing is
// written then.
#include "emit.hpp"
#include "keywords.hpp"
#include "openapi.hpp"
#include "output.hpp"
#include "resolve.hpp"

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
};

std::optional<Arguments> parse(int count, char** values) {
  Arguments result;
  for (int i = 1; i < count; i += 2) {
    const std::string name = values[i];
    if (i + 1 == count) return std::nullopt;
    if (name == "--spec") {
      result.spec = values[i + 1];
    } else if (name == "--out") {
      result.out = values[i + 1];
    } else if (name == "--namespace") {
      result.name_space = values[i + 1];
    } else {
      return std::nullopt;
    }
  }
  if (result.spec.empty() || result.out.empty() || result.name_space.empty()) return std::nullopt;
  return result;
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
  const auto api = specgen::resolve(document, arguments.name_space, problems);
  for (const auto& problem : problems.sorted()) {
    std::cerr << arguments.spec << "#" << problem.pointer << ": " << problem.message << '\n';
  }
  if (!problems.empty()) return 1;
  specgen::write_files(files_of(api), arguments.out, arguments.name_space);
  return 0;
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = parse(count, values);
  if (!arguments) {
    std::cerr << "usage: specgen --spec FILE --out DIR [--namespace NS]\n";
    return 2;
  }
  try {
    return generate(*arguments);
  } catch (const std::exception& error) {
    std::cerr << arguments->spec << ": " << error.what() << '\n';
    return 1;
  }
}
