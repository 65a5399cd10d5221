// Every operation that takes time, held against the specification: 37 that are waited for by their state, 41 that are
// long-running. Nothing here knows any of them by name, and the specification is read independently of the generator.
#define BOOST_TEST_MODULE all_waits
#include "api_objects.hpp"
#include "error_of.hpp"
#include "recording_server.hpp"
#include "virtual_clock.hpp"

#include <databricks/client.hpp>
#include <databricks/error.hpp>
#include <databricks/wait.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <deque>
#include <mutex>
#include <random>

namespace {

using namespace test;
using namespace std::chrono_literals;
namespace detail = databricks::detail;

const Spec& spec() {
  static const Spec loaded(SPEC_FILE);
  return loaded;
}

std::vector<const Operation*> operations_with(const char* extension) {
  std::vector<const Operation*> found;
  for (const auto& operation : spec().operations()) {
    if (operation.extension(extension)) found.push_back(&operation);
  }
  return found;
}

const Operation& poll_of(const Operation& started, const json::object& rule) {
  for (const auto& operation : spec().operations()) {
    if (operation.client == started.client && operation.accessor == started.accessor &&
        operation.method == rule.at("poll").as_string()) {
      return operation;
    }
  }
  throw std::runtime_error("the specification has no such poll");
}

// A value that stands in a path as it is.
json::value identifier(const Parameter& parameter) {
  if (spec().resolve(*parameter.schema).at("type") == "integer") return 4711;
  return json::string("id-" + parameter.name);
}

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
}

std::vector<std::string> strings(const json::value& list) {
  std::vector<std::string> result;
  for (const auto& text : list.as_array()) result.emplace_back(text.as_string());
  return result;
}

std::string joined(const std::vector<std::string>& texts, const std::string& separator) {
  std::string result;
  for (const auto& text : texts) result += (result.empty() ? "" : separator) + text;
  return result;
}

void set_at(json::object& object, const std::vector<std::string>& path, const std::string& text) {
  json::object* here = &object;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    auto& next = (*here)[path[i]];
    if (!next.is_object()) next = json::object();
    here = &next.as_object();
  }
  (*here)[path.back()] = text;
}

// What starts an operation, and what its poll must be asked.
struct Start {
  json::object request{};
  json::object answer{};
  std::string poll_path{};
  std::vector<std::string> poll_query{};  // `run_id=4711`
};

Start start_of(const Operation& operation, const json::object& rule) {
  Start start;
  for (const auto& parameter : operation.parameters) {
    if (parameter.in_path && !parameter.from_config) start.request[parameter.name] = identifier(parameter);
  }
  const Operation& poll = poll_of(operation, rule);
  start.poll_path = poll.path;
  for (const auto& parameter : poll.parameters) {
    json::value value = "account-1";
    if (!parameter.from_config) {
      const auto* source = rule.at("binding").as_object().if_contains(parameter.name);
      if (source == nullptr) continue;
      value = identifier(parameter);
      const auto& [side, field] = *source->as_object().begin();
      (side == "response" ? start.answer : start.request)[field.as_string()] = value;
    }
    if (!parameter.in_path) {
      start.poll_query.push_back(parameter.name + "=" + text_of(value));
      continue;
    }
    const auto placeholder = "{" + parameter.name + "}";
    start.poll_path.replace(start.poll_path.find(placeholder), placeholder.size(), text_of(value));
  }
  return start;
}

// A server that gives its answers in turn, the last one for ever, and clients whose clock doesn't wait.
class Stage {
 public:
  Stage()
      : server_([this](const Recorded& request) {
          const std::lock_guard lock(mutex_);
          requests.push_back(request);
          Answer answer{.body = answers_.front()};
          if (answers_.size() > 1) answers_.pop_front();
          return answer;
        }),
        workspace_(config(), databricks::ClientLevel::workspace),
        account_(config(), databricks::ClientLevel::account) {}

  void play(std::deque<std::string> answers) {
    const std::lock_guard lock(mutex_);
    answers_ = std::move(answers);
    requests.clear();
    clock->forget_sleeps();
  }
  databricks::Engine& engine(const Operation& operation) {
    return *(operation.client == "account" ? account_ : workspace_).engine();
  }
  void check_polls(const Start& start, std::size_t count) const {
    BOOST_TEST(requests.size() == count + 1);
    for (std::size_t i = 1; i < requests.size(); ++i) {
      const auto& target = requests[i].target;
      const auto mark = std::min(target.find('?'), target.size());
      BOOST_TEST(requests[i].method == "GET");
      BOOST_TEST(target.substr(0, mark) == start.poll_path);
      for (const auto& pair : start.poll_query) BOOST_TEST(target.find(pair, mark) != std::string::npos);
    }
  }

  std::vector<Recorded> requests;
  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();

 private:
  databricks::Config config() const {
    databricks::Config config;
    config.host = server_.host();
    config.token = "planted-secret";
    config.account_id = "account-1";
    config.clock = clock;
    config.environment = [](std::string_view) { return std::nullopt; };
    config.host_metadata = [](std::string_view) { return std::string(); };
    return config;
  }

  std::mutex mutex_;
  std::deque<std::string> answers_;
  RecordingServer server_;
  databricks::Client workspace_, account_;
};

Object request_of(const EndpointTable& endpoint, const Start& start) {
  Object request(endpoint.request);
  if (request.type) {
    databricks::read_json(*request.type, request.pointer.get(), json::serialize(start.request), {.strict = true});
  }
  return request;
}

// ---- states ----

class WaitCase {
 public:
  WaitCase(Stage& stage, const Operation& operation)
      : stage_(stage),
        operation_(operation),
        rule_(*operation.extension("wait")),
        endpoint_(*find_endpoint(operation)),
        start_(start_of(operation, rule_)),
        message_(strings(rule_.at("message"))),
        success_(strings(rule_.at("success"))),
        failure_(strings(rule_.at("failure"))) {}

  void check_all() {
    BOOST_TEST(endpoint_.wait->name == rule_.at("name").as_string());
    for (const auto& state : success_) succeeds(state);
    for (const auto& state : failure_) fails(state);
    times_out();
    is_cancelled();
    if (!start_.answer.empty()) lacks_its_identifier();
  }

 private:
  std::string answer(const std::string& state) const {
    json::object object;
    set_at(object, strings(rule_.at("field")), state);
    if (!message_.empty()) set_at(object, message_, "why it is " + state);
    return json::serialize(object);
  }
  std::string message(const std::string& state) const {
    return (message_.empty() ? "current status: " : "why it is ") + state;
  }

  detail::Pending begin(std::deque<std::string> polls) {
    polls.push_front(json::serialize(start_.answer));
    return begin_with(std::move(polls));
  }
  detail::Pending begin_with(std::deque<std::string> answers) {
    stage_.play(std::move(answers));
    auto& engine = stage_.engine(operation_);
    const Object request = request_of(endpoint_, start_);
    const Object response(endpoint_.response);
    detail::call(engine, endpoint_, request.pointer.get(), response.pointer.get(), {});
    return detail::bind(engine, endpoint_.wait->poll, endpoint_, request.pointer.get(), response.pointer.get());
  }

  void succeeds(const std::string& state) {
    const auto pending = begin({"{}", answer("A_STATE_OF_TOMORROW"), answer(state)});
    int polls = 0;
    detail::PollOptions options;
    options.on_progress = [&](const auto&) { ++polls; };
    const auto result = detail::wait(pending, *endpoint_.wait, options);
    std::string text;
    databricks::write_json(endpoint_.wait->poll.endpoint->response(), result.get(), text);
    BOOST_TEST((json::parse(text) == json::parse(answer(state))), text);
    BOOST_TEST(polls == 3);
    stage_.check_polls(start_, 3);
  }

  void fails(const std::string& state) {
    const auto pending = begin({answer("A_STATE_OF_TOMORROW"), answer(state)});
    const auto error = error_of<databricks::OperationFailed>([&] { detail::wait(pending, *endpoint_.wait, {}); });
    BOOST_TEST(error.what() ==
               "failed to reach " + joined(success_, " or ") + ", got " + state + ": " + message(state));
    BOOST_TEST(error.state() == state);
    BOOST_TEST(error.message() == message(state));
    BOOST_TEST((json::parse(error.last_json()) == json::parse(answer(state))));
    stage_.check_polls(start_, 2);
  }

  void times_out() {
    const auto minutes = rule_.at("timeout").as_int64();
    const auto pending = begin({answer("A_STATE_OF_TOMORROW")});
    const auto error = error_of<databricks::OperationTimeout>([&] { detail::wait(pending, *endpoint_.wait, {}); });
    const std::string span = minutes == 20 ? "0:20:00" : "2:00:00";
    BOOST_TEST(error.what() == "timed out after " + span + ": " + message("A_STATE_OF_TOMORROW"));
    BOOST_TEST(error.state() == "A_STATE_OF_TOMORROW");
    BOOST_TEST((stage_.clock->slept() == std::chrono::minutes(minutes)));
  }

  void is_cancelled() {
    const auto pending = begin({answer("A_STATE_OF_TOMORROW")});
    std::stop_source stop;
    detail::PollOptions options;
    options.stop = stop.get_token();
    options.on_progress = [&](const auto&) { stop.request_stop(); };
    BOOST_CHECK_THROW(detail::wait(pending, *endpoint_.wait, options), databricks::CallCancelled);
    stage_.check_polls(start_, 1);
  }

  void lacks_its_identifier() {
    const auto pending = begin_with({"{}"});
    const auto error = error_of<databricks::WaitError>([&] { detail::wait(pending, *endpoint_.wait, {}); });
    BOOST_TEST(std::string(error.what()).starts_with("can't wait: the answer has no `"));
    BOOST_TEST(error.last_json() == "{}");
    BOOST_TEST(stage_.requests.size() == 1u);
  }

  Stage& stage_;
  const Operation& operation_;
  const json::object& rule_;
  const EndpointTable& endpoint_;
  const Start start_;
  const std::vector<std::string> message_, success_, failure_;
};

// ---- long-running operations ----

class LongRunningCase {
 public:
  LongRunningCase(Stage& stage, const Operation& operation, std::mt19937_64& random)
      : stage_(stage),
        operation_(operation),
        rule_(*operation.extension("lro")),
        endpoint_(*find_endpoint(operation)),
        start_(start_of(operation, rule_)),
        result_(value_of("responseType", random)),
        metadata_(value_of("metadataType", random)) {}

  void check_all() {
    BOOST_TEST(type_name(endpoint_.long_running->result) == type_named("responseType"));
    BOOST_TEST(type_name(endpoint_.long_running->metadata) == type_named("metadataType"));
    BOOST_TEST(endpoint_.long_running->cancel == nullptr);
    ends(true);
    ends(false);
    fails();
    times_out();
    is_cancelled();
    goes_on_by_name();
  }

 private:
  std::string type_named(const char* key) const {
    const auto* schema = rule_.if_contains(key);
    return schema ? Spec::referenced_name(schema->as_object()) : std::string();
  }
  json::value value_of(const char* key, std::mt19937_64& random) const {
    const auto* schema = rule_.if_contains(key);
    return schema ? random_value(spec(), schema->as_object(), random, 4) : json::value();
  }

  std::shared_ptr<detail::OperationState> begin(std::deque<std::string> polls, bool done = false) {
    auto answer = start_.answer;
    answer["done"] = done;
    polls.push_front(json::serialize(answer));
    stage_.play(std::move(polls));
    const Object request = request_of(endpoint_, start_);
    return detail::start(stage_.engine(operation_), endpoint_, request.pointer.get(), {});
  }

  std::string done(bool with_result) const {
    json::object object{{"done", true}};
    if (with_result && !result_.is_null()) object["response"] = result_;
    return json::serialize(object);
  }

  // The part of the operation, read as its type and written again.
  json::value part(const void* operation, const char* field, databricks::TypeFunction type) const {
    const auto text = detail::operation_part(*endpoint_.long_running, operation, field);
    if (text.empty()) return nullptr;
    const Object object(type);
    databricks::read_json(*object.type, object.pointer.get(), text);
    return json::parse(object.json());
  }

  void ends(bool with_result) {
    json::object on_its_way{{"done", false}};
    if (!metadata_.is_null()) on_its_way["metadata"] = metadata_;
    const auto state = begin({json::serialize(on_its_way), done(with_result)}, true);
    std::vector<json::value> metadata;
    detail::PollOptions options;
    options.on_progress = [&](const auto&) {
      metadata.push_back(part(detail::last_seen(*state).get(), "metadata", endpoint_.long_running->metadata));
    };
    const auto last = detail::wait(*state, options);
    BOOST_REQUIRE(metadata.size() == 2u);
    BOOST_TEST((metadata[0] == metadata_));
    BOOST_TEST(metadata[1].is_null());
    const auto result = part(last.get(), "response", endpoint_.long_running->result);
    BOOST_TEST((result == (with_result ? result_ : json::value())), json::serialize(result));
    stage_.check_polls(start_, 2);
  }

  void fails() {
    const auto state = begin({R"({"done":true,"error":{"error_code":"ABORTED","message":"why"}})"});
    const auto error = error_of<databricks::OperationFailed>([&] { detail::wait(*state, {}); });
    BOOST_TEST(error.what() == std::string("operation failed: [ABORTED] why"));
    BOOST_TEST(error.state() == "ABORTED");
    BOOST_TEST(error.message() == "why");
    BOOST_TEST(json::parse(error.last_json()).at("error").at("message") == "why");
  }

  void times_out() {
    const auto state = begin({R"({"done":false})"});
    detail::PollOptions options;
    options.timeout = 1h;
    const auto error = error_of<databricks::OperationTimeout>([&] { detail::wait(*state, options); });
    BOOST_TEST(std::string(error.what()).starts_with("timed out after 1:00:00: "));
    BOOST_TEST((stage_.clock->slept() == 1h));
  }

  void is_cancelled() {
    const auto state = begin({R"({"done":false})"});
    std::stop_source stop;
    detail::PollOptions options;
    options.stop = stop.get_token();
    options.on_progress = [&](const auto&) { stop.request_stop(); };
    BOOST_CHECK_THROW(detail::wait(*state, options), databricks::CallCancelled);
    stage_.check_polls(start_, 1);
  }

  void goes_on_by_name() {
    const auto state = begin({done(true)});
    const auto name = detail::name(*state);
    const auto resumed = detail::resume(stage_.engine(operation_), *endpoint_.long_running, name);
    BOOST_TEST(detail::ask(*resumed, {}));
    stage_.check_polls(start_, 1);
  }

  Stage& stage_;
  const Operation& operation_;
  const json::object& rule_;
  const EndpointTable& endpoint_;
  const Start start_;
  const json::value result_, metadata_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_wait_ends_as_the_specification_says) {
  Stage stage;
  const auto operations = operations_with("wait");
  BOOST_TEST(operations.size() == 37u);
  for (const auto* operation : operations) {
    BOOST_TEST_CONTEXT(context(*operation)) { WaitCase(stage, *operation).check_all(); }
  }
}

BOOST_AUTO_TEST_CASE(every_long_running_operation_ends_as_the_specification_says) {
  Stage stage;
  std::mt19937_64 random(20261123);
  const auto operations = operations_with("lro");
  BOOST_TEST(operations.size() == 41u);
  for (const auto* operation : operations) {
    BOOST_TEST_CONTEXT(context(*operation)) { LongRunningCase(stage, *operation, random).check_all(); }
  }
}
