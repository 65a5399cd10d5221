// What the specification says of how operations are called, beyond what they send: idempotency keys, and calls that
// resources answer themselves. The operations are found in the specification, not in the SDK.
#define BOOST_TEST_MODULE call_rules
#include "spec.hpp"
#include "virtual_clock.hpp"

#include <databricks/api.hpp>
#include <databricks/client.hpp>
#include <databricks/json.hpp>
#include <databricks/models/jobs.hpp>
#include <databricks/models/serving.hpp>
#include <databricks/workspace_client.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <regex>
#include <set>

namespace {

using namespace test;
using namespace databricks;

class OAuth : public Credentials {
 public:
  std::string_view auth_type() const override { return "test"; }
  Headers headers(const std::stop_token&) override { return {{"Authorization", "Bearer own-planted-secret"}}; }
  OAuthToken token(const std::stop_token&) override { return {.access_token = "own-planted-secret"}; }
};

class Script : public Transport {
 public:
  HttpResponse send(const HttpRequest& request, const HttpLimits&, ByteSink*) override {
    requests.push_back(request);
    return answer(request);
  }
  std::vector<HttpRequest> requests;
  std::function<HttpResponse(const HttpRequest&)> answer;
};

struct Rig {
  Config config() const {
    Config made;
    made.host = "https://example.com";
    made.account_id = "account-1";
    made.credentials = std::make_shared<OAuth>();
    made.transport = transport;
    made.clock = std::make_shared<VirtualClock>();
    made.environment = [](std::string_view) { return std::nullopt; };
    made.host_metadata = [](std::string_view) { return std::string(); };
    return made;
  }
  std::shared_ptr<Script> transport = std::make_shared<Script>();
};

const Spec& spec() {
  static const Spec loaded(SPEC_FILE);
  return loaded;
}

const EndpointTable& endpoint_of(const test::Operation& operation) {
  for (const auto* package : api) {
    for (const auto& service : package->services) {
      if (service.client != operation.client || service.accessor != operation.accessor) continue;
      for (const auto& method : service.methods) {
        if (method.name == operation.method) return *method.endpoint;
      }
    }
  }
  throw std::runtime_error("no endpoint for " + operation.accessor + "." + operation.method);
}

template <class Visit>
void each_with(const char* extension, Visit visit) {
  int found = 0;
  for (const auto& operation : spec().operations()) {
    if (operation.extension(extension) == nullptr) continue;
    ++found;
    BOOST_TEST_CONTEXT(operation.accessor << "." << operation.method) visit(operation);
  }
  BOOST_TEST(found > 0);
}

using Object = std::unique_ptr<void, void (*)(void*)>;

// A request with its path parameters, and with `more`.
Object request_for(const test::Operation& operation, json::object more = {}) {
  for (const auto& parameter : operation.parameters) {
    if (parameter.in_path && !parameter.from_config) more[parameter.name] = "x";
  }
  const Type& type = endpoint_of(operation).request();
  Object request(type.create(), type.destroy);
  read_json(type, request.get(), json::serialize(more), {.strict = true});
  return request;
}

std::string key_in(const HttpRequest& request, const std::string& field) {
  const std::string mark = field + "=";
  const auto query = request.target.find('?');
  if (query != std::string::npos) {
    const auto begin = request.target.find(mark, query);
    if (begin == std::string::npos) return {};
    return request.target.substr(begin + mark.size(), request.target.find('&', begin) - begin - mark.size());
  }
  const auto body = json::parse(request.body);
  const auto* key = body.as_object().if_contains(field);
  return key ? std::string(key->as_string()) : std::string();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(idempotency, Rig)

// A gateway loses the first answer of each call, so that it is sent twice.
std::string key_of_call(Script& transport, const Client& client, const test::Operation& operation,
                        const void* request) {
  const std::string field(operation.extension("idempotency")->at("field").as_string());
  transport.requests.clear();
  transport.answer = [&](const HttpRequest&) {
    return HttpResponse{.status = transport.requests.size() == 1 ? 504 : 200, .body = "{}"};
  };
  detail::call(*client.engine(), endpoint_of(operation), request, nullptr, {});
  BOOST_REQUIRE_EQUAL(transport.requests.size(), 2u);
  const auto key = key_in(transport.requests[0], field);
  BOOST_TEST(key_in(transport.requests[1], field) == key);
  return key;
}

BOOST_AUTO_TEST_CASE(keys_are_made_once_per_call_and_those_of_the_caller_are_kept) {
  const std::regex uuid_v4("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  const Client workspace(config()), account(config(), ClientLevel::account);
  std::set<std::string> seen;
  each_with("idempotency", [&](const test::Operation& operation) {
    const std::string field(operation.extension("idempotency")->at("field").as_string());
    BOOST_TEST(endpoint_of(operation).idempotency_key == field);
    const Client& client = operation.client == "account" ? account : workspace;
    const auto key = [&](json::object fields) {
      return key_of_call(*transport, client, operation, request_for(operation, std::move(fields)).get());
    };
    for (const auto& given : {json::object(), json::object(), json::object({{field, ""}})}) {
      const auto made = key(given);
      BOOST_TEST(std::regex_match(made, uuid_v4), made);
      BOOST_TEST(seen.insert(made).second);
    }
    BOOST_TEST(key({{field, "mine"}}) == "mine");
  });
}

BOOST_AUTO_TEST_CASE(no_other_operation_has_a_key) {
  for (const auto& operation : spec().operations()) {
    if (operation.extension("idempotency")) continue;
    BOOST_TEST_CONTEXT(operation.accessor << "." << operation.method) {
      BOOST_TEST(endpoint_of(operation).idempotency_key.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(tokens_of_runs_are_made_only_when_a_call_asks_for_it) {
  const WorkspaceClient w(config());
  transport->answer = [&](const HttpRequest&) { return HttpResponse{.status = 200, .body = "{}"}; };
  const auto token = [&](auto&& call) {
    transport->requests.clear();
    call();
    return key_in(transport->requests.at(0), "idempotency_token");
  };
  const CallOptions fill{.fill_idempotency_token = true};
  BOOST_TEST(token([&] { w.jobs.run_now.call({.job_id = 1}); }) == "");
  BOOST_TEST(token([&] { w.jobs.submit.call(); }) == "");
  BOOST_TEST(token([&] { w.jobs.run_now.call({.job_id = 1}, fill); }).size() == 36u);
  BOOST_TEST(token([&] { w.jobs.submit.call({}, fill); }).size() == 36u);
  BOOST_TEST(token([&] { w.jobs.run_now.call({.job_id = 1, .idempotency_token = "mine"}, fill); }) == "mine");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(data_plane, Rig)

BOOST_AUTO_TEST_CASE(row_202_operations_of_the_data_plane_go_where_their_lookup_says) {
  const Client client(config());
  each_with("dataplane", [&](const test::Operation& operation) {
    json::value planes = {{"endpoint_url", "https://direct.example.org/a/b"}, {"authorization_details", "[\"d\"]"}};
    const auto& path = operation.extension("dataplane")->at("field").as_array();
    for (auto name = path.rbegin(); name != path.rend(); ++name) planes = json::object({{name->as_string(), planes}});
    std::vector<std::string> sent;
    transport->answer = [&](const HttpRequest& request) {
      sent.push_back(request.method + ' ' + request.origin + request.target + " with " +
                     (request.headers.find("Authorization") ? *request.headers.find("Authorization") : "nothing"));
      if (request.method == "GET") return HttpResponse{.status = 200, .body = json::serialize(planes)};
      if (request.target != "/oidc/v1/token") return HttpResponse{.status = 200, .body = "{}"};
      return HttpResponse{.status = 200, .body = R"({"access_token":"direct-planted-secret","expires_in":3600})"};
    };
    for (int i = 0; i < 2; ++i) {
      detail::call(*client.engine(), endpoint_of(operation), request_for(operation).get(), nullptr, {});
    }
    BOOST_REQUIRE_EQUAL(sent.size(), 4u);
    BOOST_TEST(sent[0] == "GET https://example.com/api/2.0/serving-endpoints/x with Bearer own-planted-secret");
    BOOST_TEST(sent[1] == "POST https://example.com/oidc/v1/token with nothing");
    BOOST_TEST(sent[2] == operation.verb + " https://direct.example.org/a/b with Bearer direct-planted-secret");
    BOOST_TEST(sent[3] == sent[2]);
  });
}

BOOST_AUTO_TEST_SUITE_END()
