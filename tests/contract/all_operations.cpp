// Every operation, held against the specification: what the runtime sends to a real server, and what it makes of the
// answer. The specification is read here independently of the generator, and the expected request is worked out by
// the rules of the specification's README.
#define BOOST_TEST_MODULE all_operations
#include "api_objects.hpp"
#include "recording_server.hpp"

#include <databricks/client.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace {

using namespace test;

const Spec& spec() {
  static const Spec loaded(SPEC_FILE);
  return loaded;
}

// ---- what the specification wants ----

const json::object* content_of(const json::object& holder, std::string* media_type) {
  const auto* content = holder.if_contains("content");
  if (content == nullptr) return nullptr;
  const auto& entry = *content->as_object().begin();
  *media_type = std::string(entry.key());
  return &entry.value().at("schema").as_object();
}

struct Body {
  bool present = false;
  bool stream = false;
  std::string media_type{};
  std::string field{};                   // x-databricks-body-field
  const json::object* schema = nullptr;  // resolved
};

Body body_of(const Operation& operation) {
  Body body;
  const auto* request_body = operation.object->if_contains("requestBody");
  if (request_body == nullptr) return body;
  body.present = true;
  body.schema = content_of(request_body->as_object(), &body.media_type);
  body.stream = body.media_type == "application/octet-stream";
  body.field = operation.text("x-databricks-body-field");
  return body;
}

struct Response {
  std::string media_type{};  // empty: no Accept header
  const json::object* schema = nullptr;
  bool stream = false;
  std::vector<std::string> headers{};
};

Response response_of(const Operation& operation) {
  Response response;
  const auto& ok = operation.object->at("responses").at("200").as_object();
  response.schema = content_of(ok, &response.media_type);
  if (response.schema) {
    const auto* format = response.schema->if_contains("format");
    response.stream = format && format->as_string() == "binary";
  }
  if (const auto* headers = ok.if_contains("headers")) {
    for (const auto& entry : headers->as_object()) response.headers.emplace_back(entry.key());
  }
  return response;
}

std::string expected_response_name(const Operation& operation, const Response& response) {
  const auto named = operation.text("x-databricks-response-type-name");
  if (!named.empty()) return operation.package + "." + named;
  if (response.schema == nullptr || response.schema->empty()) return "";
  if (const auto* items = response.schema->if_contains("items")) {
    return "[]" + Spec::referenced_name(items->as_object());
  }
  return Spec::referenced_name(*response.schema);
}

std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) || std::string_view("-._~").find(c) != std::string_view::npos) {
      out += c;
    } else {
      char buffer[4];
      std::snprintf(buffer, sizeof buffer, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += buffer;
    }
  }
  return out;
}

std::string scalar(const json::value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_int64()) return std::to_string(value.as_int64());
  return json::serialize(value);
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

void flatten(const std::string& name, const json::value& value, Pairs& pairs) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.as_object()) flatten(name + "." + std::string(key), member, pairs);
  } else if (value.is_array()) {
    for (const auto& element : value.as_array()) flatten(name, element, pairs);
  } else {
    pairs.emplace_back(name, scalar(value));
  }
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

Pairs query_pairs(const std::string& target) {
  Pairs pairs;
  const auto mark = target.find('?');
  if (mark == target.npos) return pairs;
  std::string_view rest = std::string_view(target).substr(mark + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    BOOST_REQUIRE(equals != pair.npos);
    pairs.emplace_back(decoded(pair.substr(0, equals)), decoded(pair.substr(equals + 1)));
  }
  return pairs;
}

// A request with everything set (or only what has to be), and what must become of it.
struct Plan {
  json::object arguments{};  // the request as one object
  std::string path{};
  Pairs query{};
  json::value body = nullptr;
  std::string stream{};
};

json::value path_value(const Parameter& parameter, std::mt19937_64& random) {
  const auto& schema = spec().resolve(*parameter.schema);
  if (!parameter.multi_segment) return random_value(spec(), schema, random, 1);
  return parameter.name == "file_path" || parameter.name == "directory_path" ? "/Volumes/a b/c?d#e%/f"
                                                                             : "projects/p q/x%2F/1";
}

std::string path_text(const Parameter& parameter, const json::value& value) {
  if (!parameter.multi_segment) return encoded(scalar(value));
  std::string text;
  std::string_view rest = value.as_string();
  for (;;) {
    const auto segment = rest.substr(0, rest.find('/'));
    text += encoded(segment);
    if (segment.size() == rest.size()) return text;
    text += '/';
    rest.remove_prefix(segment.size() + 1);
  }
}

void plan_parameters(const Operation& operation, bool full, std::mt19937_64& random, Plan& plan) {
  plan.path = operation.path;
  for (const auto& parameter : operation.parameters) {
    if (!parameter.in_path) {
      if (!full) continue;
      const auto value = random_value(spec(), *parameter.schema, random, 3);
      plan.arguments[parameter.name] = value;
      flatten(parameter.name, value, plan.query);
      continue;
    }
    std::string text = "account-1";
    if (!parameter.from_config) {
      const auto value = path_value(parameter, random);
      plan.arguments[parameter.name] = value;
      text = path_text(parameter, value);
    }
    const std::string hole = "{" + parameter.name + "}";
    plan.path.replace(plan.path.find(hole), hole.size(), text);
  }
}

void plan_body(const Body& body, bool full, std::mt19937_64& random, Plan& plan) {
  if (!body.present || body.stream) return;
  if (!body.field.empty()) {
    plan.body = full ? random_value(spec(), *body.schema, random, 4) : json::value(json::object());
    if (full) plan.arguments[body.field] = plan.body;
    return;
  }
  json::object members;
  if (full) members = random_value(spec(), *body.schema, random, 4).as_object();
  // A field that is path parameter and property is one field, sent in both places.
  for (auto& [name, value] : members) {
    if (const auto* in_path = plan.arguments.if_contains(name)) value = *in_path;
    plan.arguments[name] = value;
  }
  if (const auto* properties = spec().resolve(*body.schema).if_contains("properties"); properties && !full) {
    for (const auto& [name, value] : plan.arguments) {
      if (properties->as_object().contains(name)) members[name] = value;
    }
  }
  plan.body = members;
}

struct Exchange {
  std::mutex mutex;
  std::vector<Recorded> requests;
  Answer answer;
};

void check_request(const Operation& operation, const Plan& plan, const Body& body, const Response& response,
                   const Recorded& sent) {
  BOOST_TEST(sent.method == operation.verb);
  BOOST_TEST(sent.target.substr(0, sent.target.find('?')) == plan.path);
  Pairs pairs = query_pairs(sent.target), expected = plan.query;
  std::stable_sort(pairs.begin(), pairs.end(), [](auto& a, auto& b) { return a.first < b.first; });
  std::stable_sort(expected.begin(), expected.end(), [](auto& a, auto& b) { return a.first < b.first; });
  BOOST_TEST((pairs == expected));
  BOOST_TEST(sent.header("Content-Type") == body.media_type);
  // cpp-httplib always sends the header; without a wish it says the same as none (RFC 9110 12.5.1).
  BOOST_TEST(sent.header("Accept") == (response.media_type.empty() ? "*/*" : response.media_type));
  BOOST_TEST(sent.header("Authorization") == "Bearer planted-token");
  BOOST_TEST(sent.header("X-Databricks-Workspace-Id") == (operation.client == "workspace" ? "4711" : ""));
  BOOST_TEST(sent.header("User-Agent").find("databricks-sdk-cpp/") != std::string::npos);
  if (body.stream) {
    BOOST_TEST(sent.body == plan.stream);
  } else if (body.present) {
    BOOST_TEST((json::parse(sent.body) == plan.body), sent.body << " is not " << json::serialize(plan.body));
  } else {
    BOOST_TEST(sent.body == "");
  }
}

class Checker {
 public:
  Checker()
      : server_([this](const Recorded& request) {
          const std::lock_guard lock(exchange_.mutex);
          exchange_.requests.push_back(request);
          return exchange_.answer;
        }),
        workspace_(config(), databricks::ClientLevel::workspace),
        account_(config(), databricks::ClientLevel::account) {}

  void check(const Operation& operation, bool full, std::mt19937_64& random) {
    if (operation.extension("dataplane")) return;  // goes elsewhere: see call_rules.cpp
    const auto* endpoint = find_endpoint(operation);
    BOOST_REQUIRE(endpoint != nullptr);
    const Body body = body_of(operation);
    const Response response = response_of(operation);
    Plan plan;
    plan_parameters(operation, full, random, plan);
    plan_body(body, full, random, plan);

    Object request(endpoint->request), answer(endpoint->response);
    if (request.type) {
      databricks::read_json(*request.type, request.pointer.get(), json::serialize(plan.arguments), {.strict = true});
      if (body.stream) attach_stream(request, plan);
    } else {
      BOOST_TEST(plan.arguments.empty());
    }
    json::value result = prepare_answer(operation, response, random);
    auto& client = operation.client == "account" ? account_ : workspace_;
    databricks::detail::call(*client.engine(), *endpoint, request.pointer.get(), answer.pointer.get(), {});

    BOOST_REQUIRE_EQUAL(exchange_.requests.size(), 1u);
    add_generated_key(operation, full, exchange_.requests[0], plan);
    check_request(operation, plan, body, response, exchange_.requests[0]);
    if (answer.type) check_answer(response, result, answer);
  }

 private:
  databricks::Config config() {
    databricks::Config config;
    config.host = server_.host();
    config.token = "planted-token";
    config.account_id = "account-1";
    config.workspace_id = "4711";
    config.environment = [](std::string_view) { return std::nullopt; };
    return config;
  }

  static void attach_stream(Object& request, Plan& plan) {
    plan.stream = std::string("bytes \0 and more", 16);
    for (const auto& field : request.type->object->fields) {
      if (field.type().kind != databricks::Kind::source) continue;
      *static_cast<databricks::Source*>(databricks::member_of(*request.type, field, request.pointer.get())) =
          databricks::Source(plan.stream);
    }
  }

  // What the server will say, as the JSON that the response object must then hold.
  json::value prepare_answer(const Operation& operation, const Response& response, std::mt19937_64& random) {
    exchange_.requests.clear();
    exchange_.answer = {};
    json::value result = json::object();
    if (response.stream) {
      exchange_.answer.body = "raw bytes";
      exchange_.answer.content_type = response.media_type;
    } else if (response.schema && !response.schema->empty()) {
      result = random_value(spec(), *response.schema, random, 4);
      exchange_.answer.body = json::serialize(result);
    }
    if (operation.verb == "HEAD") exchange_.answer.body.clear();
    for (const auto& name : response.headers) add_header(name, response, result);
    return result;
  }

  void add_header(const std::string& name, const Response& response, json::value& result) {
    auto& object = result.as_object();
    if (name == "content-length") {
      object[name] = static_cast<std::int64_t>(exchange_.answer.body.size());
    } else if (name == "content-type") {
      exchange_.answer.content_type = response.media_type.empty() ? "text/x" : response.media_type;
      if (exchange_.answer.body.empty())
        exchange_.answer.headers.emplace("Content-Type", exchange_.answer.content_type);
      object[name] = exchange_.answer.content_type;
    } else {
      exchange_.answer.headers.emplace(name, "value of " + name);
      object[name] = "value of " + name;
    }
  }

  // A key that the caller left out is filled in with a UUID, in the body or in the query.
  static void add_generated_key(const Operation& operation, bool full, const Recorded& sent, Plan& plan) {
    const auto* idempotency = operation.extension("idempotency");
    if (idempotency == nullptr || full) return;
    const std::string field(idempotency->at("field").as_string());
    std::string key;
    for (const auto& [name, value] : query_pairs(sent.target)) {
      if (name == field) key = value;
    }
    if (!key.empty()) {
      plan.query.emplace_back(field, key);
    } else {
      key = std::string(json::parse(sent.body).at(field).as_string());
      plan.body.as_object()[field] = key;
    }
    BOOST_TEST(key.size() == 36u);
  }

  static void check_answer(const Response& response, json::value expected, const Object& answer) {
    auto got = json::parse(answer.json());
    if (response.stream) {
      BOOST_TEST(got.as_object()["contents"] == "raw bytes");
      got.as_object().erase("contents");
    }
    BOOST_TEST((got == expected), answer.json() << " is not " << json::serialize(expected));
  }

  Exchange exchange_;
  RecordingServer server_;
  databricks::Client workspace_, account_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_sdk_has_exactly_the_operations_of_the_specification) {
  std::size_t methods = 0;
  for (const auto* package : databricks::api) {
    for (const auto& service : package->services) methods += service.methods.size();
  }
  BOOST_TEST(methods == spec().operations().size());
  BOOST_TEST(methods == 1347u);
}

BOOST_AUTO_TEST_CASE(request_and_response_types_have_the_names_of_the_specification) {
  for (const auto& operation : spec().operations()) {
    BOOST_TEST_CONTEXT(context(operation)) {
      const auto* endpoint = find_endpoint(operation);
      BOOST_REQUIRE(endpoint != nullptr);
      const auto request = operation.text("x-databricks-request-type-name");
      BOOST_TEST(type_name(endpoint->request) == (request.empty() ? "" : operation.package + "." + request));
      BOOST_TEST(type_name(endpoint->response) == expected_response_name(operation, response_of(operation)));
    }
  }
}

BOOST_AUTO_TEST_CASE(traits_agree_with_the_specification) {
  for (const auto& operation : spec().operations()) {
    BOOST_TEST_CONTEXT(context(operation)) {
      const auto* endpoint = find_endpoint(operation);
      BOOST_REQUIRE(endpoint != nullptr);
      BOOST_TEST((endpoint->pages != nullptr) == (operation.extension("pagination") != nullptr));
      BOOST_TEST((endpoint->wait != nullptr) == (operation.extension("wait") != nullptr));
      BOOST_TEST((endpoint->long_running != nullptr) == (operation.extension("lro") != nullptr));
      BOOST_TEST((endpoint->data_plane != nullptr) == (operation.extension("dataplane") != nullptr));
      BOOST_TEST(endpoint->single_argument == operation.object->contains("x-databricks-shortcut"));
      BOOST_TEST(endpoint->deprecated == operation.object->contains("deprecated"));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_operation_sends_everything_it_is_given_and_reads_everything_it_gets) {
  std::mt19937_64 random(20260823);
  Checker checker;
  for (const auto& operation : spec().operations()) {
    BOOST_TEST_CONTEXT(context(operation)) { checker.check(operation, true, random); }
  }
}

BOOST_AUTO_TEST_CASE(every_operation_sends_nothing_it_is_not_given) {
  std::mt19937_64 random(4);
  Checker checker;
  for (const auto& operation : spec().operations()) {
    BOOST_TEST_CONTEXT(context(operation)) { checker.check(operation, false, random); }
  }
}
