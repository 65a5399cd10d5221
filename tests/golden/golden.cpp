// golden SPECGEN DIRECTORY CASE [arguments for specgen]
//
// Runs specgen on DIRECTORY/specs/CASE.json and compares what it wrote with DIRECTORY/expected/CASE, or what it
// complained about with DIRECTORY/expected/CASE.err. With UPDATE_GOLDEN=1 in the environment these are replaced.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

#if !defined(_WIN32)
#include <sys/wait.h>
#endif

namespace {

namespace fs = std::filesystem;

struct Outcome {
  std::map<std::string, std::string> files{};  // path below the output directory -> text
  std::string complaint{};                     // with the exit status before it; empty when all went well
};

std::string content_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::map<std::string, std::string> tree(const fs::path& root) {
  std::map<std::string, std::string> files;
  if (!fs::is_directory(root)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) files[fs::relative(entry.path(), root).generic_string()] = content_of(entry.path());
  }
  return files;
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

int exit_status(int status) {
#if defined(_WIN32)
  return status;
#else
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
#endif
}

Outcome run(const std::string& specgen, const std::string& name, const std::string& arguments, const fs::path& work) {
  fs::remove_all(work);
  fs::create_directories(work);
  const auto errors = work / "errors";
  const auto out = work / "out";
  const auto command = quoted(specgen) + " --spec " + name + ".json --out " + quoted(out.string()) + arguments +
                       " 2> " + quoted(errors.string());
  const int status = exit_status(std::system(command.c_str()));
  Outcome outcome{tree(out), content_of(errors)};
  if (status != 0) outcome.complaint = "exit status " + std::to_string(status) + "\n" + outcome.complaint;
  return outcome;
}

void update(const fs::path& expected, const Outcome& outcome) {
  fs::remove_all(expected);
  const auto errors = expected.string() + ".err";
  fs::remove(errors);
  if (!outcome.complaint.empty()) std::ofstream(errors, std::ios::binary) << outcome.complaint;
  for (const auto& [path, text] : outcome.files) {
    fs::create_directories((expected / path).parent_path());
    std::ofstream(expected / path, std::ios::binary) << text;
  }
}

// The first line in which two texts differ, for people.
std::string difference(const std::string& expected, const std::string& actual) {
  const auto [a, b] = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
  const auto line = 1 + std::count(expected.begin(), a, '\n');
  const auto rest = [](const std::string& text, auto position) {
    while (position != text.begin() && *(position - 1) != '\n') --position;
    return std::string(position, std::find(position, text.end(), '\n'));
  };
  return "line " + std::to_string(line) + "\n  expected: " + rest(expected, a) + "\n  but got:  " + rest(actual, b) +
         "\n";
}

int compare(const std::map<std::string, std::string>& expected, const std::map<std::string, std::string>& actual) {
  int differences = 0;
  for (const auto& [path, text] : expected) {
    const auto found = actual.find(path);
    if (found != actual.end() && found->second == text) continue;
    ++differences;
    std::cerr << path << ": " << (found == actual.end() ? "missing\n" : difference(text, found->second));
  }
  for (const auto& [path, text] : actual) {
    if (expected.contains(path)) continue;
    ++differences;
    std::cerr << path << ": not expected\n" << (path.empty() ? text : "");
  }
  return differences;
}

}  // namespace

int main(int count, char** values) {
  if (count < 4) {
    std::cerr << "usage: golden SPECGEN DIRECTORY CASE [arguments for specgen]\n";
    return 2;
  }
  const std::string specgen = fs::absolute(values[1]).string();
  const fs::path directory = fs::absolute(values[2]);
  const std::string name = values[3];
  std::string arguments;
  for (int i = 4; i < count; ++i) arguments += ' ' + quoted(values[i]);

  const auto work = fs::temp_directory_path() / ("specgen-golden-" + name);
  fs::current_path(directory / "specs");  // so that messages hold no path of this machine
  const auto outcome = run(specgen, name, arguments, work);
  fs::remove_all(work);

  const auto expected = directory / "expected" / name;
  if (const char* wanted = std::getenv("UPDATE_GOLDEN"); wanted && std::string(wanted) == "1") {
    update(expected, outcome);
    return 0;
  }
  auto files = tree(expected);
  auto actual = outcome.files;
  const auto errors = expected.string() + ".err";
  if (fs::exists(errors)) files[""] = content_of(errors);
  if (!outcome.complaint.empty()) actual[""] = outcome.complaint;
  if (files.empty()) std::cerr << "nothing is expected of " << name << "; run with UPDATE_GOLDEN=1\n";
  return files.empty() || compare(files, actual) > 0 ? 1 : 0;
}
