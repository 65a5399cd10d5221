#include "cluster_proxy.hpp"

#include "auth/base64.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>

#include <algorithm>

namespace databricks::ext::dbutils {

namespace {

bool is_identifier(std::string_view name) {
  const auto is_start = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && is_start(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return is_start(c) || (c >= '0' && c <= '9'); });
}

// `jobs.taskValues` is a utility of a utility.
void check_name(std::string_view name) {
  const auto rest = name;
  for (std::size_t start = 0; start <= rest.size();) {
    const auto part = rest.substr(start, rest.find('.', start) - start);
    if (!is_identifier(part)) throw InvalidArgument("`" + std::string(name) + "` is no name of dbutils");
    start += part.size() + 1;
  }
}

std::string checked(const RawJson& json, char first, const char* what) {
  try {
    auto text = from_json<RawJson>(json.text).text;
    if (text.starts_with(first)) return text;
  } catch (const JsonError&) {
  }
  throw InvalidArgument(what);
}

}  // namespace

std::string call_program(std::string_view utility, std::string_view method, const RawJson& arguments,
                         const RawJson& named) {
  check_name(utility);
  check_name(method);
  const auto data = '[' + checked(arguments, '[', "arguments of dbutils must be a JSON array") + ',' +
                    checked(named, '{', "named arguments of dbutils must be a JSON object") + ']';
  // By this name the SDK knows a secret when it sees one, also in a text where the cluster quotes the program.
  return "import base64, json\n"
         "def databricks_sdk_call(secret):\n"
         "    arguments, named = json.loads(base64.b64decode(secret).decode('utf-8'))\n"
         "    return json.dumps(dbutils." +
         std::string(utility) + '.' + std::string(method) +
         "(*arguments, **named))\n"
         "dbutils.notebook.exit(databricks_sdk_call(secret='" +
         detail::base64(data) + "'))\n";
}

}  // namespace databricks::ext::dbutils
