// The command line over the whole API, compared with the specification.
#define BOOST_TEST_MODULE cli_api
#include <databricks/api.hpp>
#include <databricks/command_line.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace json = boost::json;

namespace {

std::string run(std::vector<std::string> arguments) {
  std::istringstream in;
  std::ostringstream out, err;
  const int code = databricks::command_line(arguments, databricks::api,
                                            {.program = "dbx", .in = in, .out = out, .err = err, .config = {}});
  BOOST_TEST(code == 0, err.str());
  return out.str();
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  if (text.ends_with(at) && at != '\n') parts.emplace_back();
  return parts;
}

// Client, accessor, method, verb and path, in one line.
using Operations = std::multiset<std::string>;

json::value specification() {
  std::ifstream file(SPEC_FILE, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return json::parse(text.str());
}

std::map<std::string, std::string> services(const json::value& spec) {
  std::map<std::string, std::string> result;
  for (const auto& tag : spec.at("tags").as_array()) {
    const char* client = tag.at("x-databricks-is-accounts").as_bool() ? "account" : "workspace";
    result[tag.at("name").as_string().c_str()] =
        std::string(client) + '\t' + tag.at("x-databricks-accessor").as_string().c_str();
  }
  return result;
}

Operations operations_of(const json::value& spec) {
  const auto service_of = services(spec);
  Operations result;
  const auto add = [&](const auto& path, std::string verb, const json::value& operation) {
    for (char& c : verb) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    const std::string id = operation.at("operationId").as_string().c_str();
    result.insert(service_of.at(operation.at("tags").at(0).as_string().c_str()) + '\t' + id.substr(id.find('.') + 1) +
                  '\t' + verb + '\t' + std::string(path));
  };
  for (const auto& [path, item] : spec.at("paths").as_object()) {
    for (const auto& [key, value] : item.as_object()) {
      if (key == "x-databricks-additional-operations") {
        for (const auto& more : value.as_array()) add(path, more.at("x-databricks-verb").as_string().c_str(), more);
      } else if (value.is_object()) {
        add(path, std::string(key), value);
      }
    }
  }
  return result;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_operation_is_listed_once) {
  Operations listed;
  std::map<std::string, int> flags;
  for (const auto& line : split(run({"endpoints"}), '\n')) {
    const auto columns = split(line, '\t');
    BOOST_REQUIRE_EQUAL(columns.size(), 8u);
    listed.insert(columns[0] + '\t' + columns[1] + '\t' + columns[2] + '\t' + columns[3] + '\t' + columns[4]);
    for (const auto& flag : split(columns[7], ',')) ++flags[flag];
  }
  BOOST_TEST(listed.size() == 1347u);
  BOOST_TEST(flags["paginated"] == 210);
  BOOST_TEST(flags["waits"] == 37);
  BOOST_TEST(flags["lro"] == 41);
  BOOST_TEST(flags["stream-in"] == 1);
  BOOST_TEST(flags["stream-out"] == 6);
  const auto expected = operations_of(specification());
  BOOST_CHECK_EQUAL_COLLECTIONS(listed.begin(), listed.end(), expected.begin(), expected.end());
}

BOOST_AUTO_TEST_CASE(the_list_is_json_too) {
  const auto list = json::parse(run({"endpoints", "--json"}));
  BOOST_TEST(list.as_array().size() == 1347u);
}

BOOST_AUTO_TEST_CASE(types_are_found_by_name) {
  BOOST_TEST(run({"json", "compute.ClusterSpec", R"({"num_workers":2,"unknown":1})"}) == "{\"num_workers\":2}\n");
  BOOST_TEST(run({"json", "compute.State", R"("RUNNING")"}) == "\"RUNNING\"\n");
  BOOST_TEST(run({"json", "settings.WorkspaceConf", R"({"a":"b"})"}) == "{\"a\":\"b\"}\n");
}

BOOST_AUTO_TEST_CASE(every_method_has_help) {
  for (const databricks::PackageTable* package : databricks::api) {
    for (const auto& service : package->services) {
      for (const auto& method : service.methods) {
        const auto help = run({service.client == "account" ? "--account" : "--host=h", std::string(service.accessor),
                               std::string(method.name), "--help"});
        BOOST_TEST(help.starts_with("Usage: dbx "));
      }
    }
  }
}
