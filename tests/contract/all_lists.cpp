// Every list of the API, held against the specification: which requests a real server sees while a list is read, which
// items come out, and how the list goes on after an error. The specification is read here independently of the
// generator, and what must happen is worked out by the rules of its README.
#define BOOST_TEST_MODULE all_lists
#include "api_objects.hpp"
#include "recording_server.hpp"

#include <databricks/client.hpp>
#include <databricks/pages.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <mutex>

namespace {

using namespace test;

const Spec& spec() {
  static const Spec loaded(SPEC_FILE);
  return loaded;
}

std::string text_of(const json::object& object, const char* key) {
  const auto* value = object.if_contains(key);
  return value ? std::string(value->as_string()) : std::string();
}

// A list as the specification describes it.
struct List {
  explicit List(const Operation& of) : operation(of), pages(*of.extension("pagination")) {
    inline_list = pages.contains("inline");
    results = text_of(pages, "results");
    const auto& ok = of.object->at("responses").at("200").as_object();
    response = &spec().resolve(ok.at("content").as_object().begin()->value().at("schema").as_object());
    const auto& holder = inline_list ? *response : spec().resolve(property(results));
    item = &holder.at("items").as_object();
    if (const auto* token = pages.if_contains("token")) {
      token_in = text_of(token->as_object(), "request");
      token_out = text_of(token->as_object(), "response");
    }
    offset = text_of(pages, "offset");
  }
  const json::object& property(const std::string& name) const {
    return response->at("properties").at(name).as_object();
  }
  bool whole_request() const { return !token_out.empty() && token_in.empty(); }
  bool counts() const { return !offset.empty(); }
  bool is_paged() const { return !token_out.empty() || counts(); }
  bool in_query(const std::string& field) const {
    return std::any_of(operation.parameters.begin(), operation.parameters.end(),
                       [&](const Parameter& parameter) { return parameter.name == field && !parameter.in_path; });
  }

  const Operation& operation;
  const json::object& pages;
  const json::object* response = nullptr;
  const json::object* item = nullptr;
  bool inline_list = false;
  std::string results{}, token_in{}, token_out{}, offset{};
};

// What is sent beside the path, and what is answered.
struct Step {
  json::object query{};
  json::value body = nullptr;
  json::value answer = nullptr;
  std::size_t items = 0;
};

struct Story {
  std::vector<Step> steps{};
  std::vector<json::value> items{};
};

json::value random_item(const List& list, std::mt19937_64& random, std::size_t number) {
  auto item = random_value(spec(), *list.item, random, 3);
  // SCIM lists drop items whose id came before.
  if (list.counts() && item.is_object()) item.as_object()["id"] = "id-" + std::to_string(number);
  return item;
}

json::value page_of(const List& list, const std::vector<json::value>& items, const json::value& next) {
  json::array array(items.begin(), items.end());
  if (list.inline_list) return array;
  json::object page;
  if (!array.empty()) page[list.results] = std::move(array);
  if (!next.is_null()) page[list.token_out] = next;
  return page;
}

// The paging fields of the request for a page, where they belong.
Step ask(const List& list, const json::value& token, std::int64_t number) {
  Step step;
  json::object fields;
  if (list.counts()) fields[list.offset] = number;
  if (const auto* value = list.pages.if_contains("limitDefault")) fields[list.pages.at("limit").as_string()] = *value;
  if (!token.is_null() && !list.whole_request()) fields[list.token_in] = token;
  json::object body;
  for (const auto& [name, value] : fields) (list.in_query(std::string(name)) ? step.query : body)[name] = value;
  if (list.operation.object->contains("requestBody")) step.body = body;
  if (!token.is_null() && list.whole_request()) step.body = token;
  return step;
}

json::value token_of(const List& list, std::mt19937_64& random, int number) {
  if (!list.whole_request()) return json::string("t/" + std::to_string(number) + " &=\"é");
  auto request = random_value(spec(), list.property(list.token_out), random, 3).as_object();
  request["cluster_id"] = "c" + std::to_string(number);
  return request;
}

// Two items, then none (a list that counts would end there, so it has one more), then one, then the end.
Story story_of(const List& list, std::mt19937_64& random) {
  Story story;
  for (std::size_t i = 0; i < 3; ++i) story.items.push_back(random_item(list, random, i));
  const std::vector<json::value> first(story.items.begin(), story.items.begin() + 2), last{story.items[2]};
  const auto add = [&](Step step, const std::vector<json::value>& items, const json::value& next) {
    step.answer = page_of(list, items, next);
    step.items = items.size();
    story.steps.push_back(std::move(step));
  };
  if (!list.is_paged()) {
    add(ask(list, nullptr, 0), story.items, nullptr);
  } else if (list.counts()) {
    const bool by_page = list.pages.contains("increment");
    const auto start = list.pages.at("start").as_int64();
    add(ask(list, nullptr, start), first, nullptr);
    add(ask(list, nullptr, by_page ? start + 1 : start + 2), last, nullptr);
    add(ask(list, nullptr, by_page ? start + 2 : start + 3), {}, nullptr);
  } else {
    const auto one = token_of(list, random, 1), two = token_of(list, random, 2);
    add(ask(list, nullptr, 0), first, one);
    add(ask(list, one, 0), {}, two);
    add(ask(list, two, 0), last, list.whole_request() ? json::value() : json::value(""));
  }
  return story;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '%';
    out += escaped ? static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)) : text[i];
    if (escaped) i += 2;
  }
  return out;
}

json::object query_of(const std::string& target) {
  json::object query;
  const auto mark = target.find('?');
  std::string_view rest = mark == target.npos ? std::string_view() : std::string_view(target).substr(mark + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    BOOST_REQUIRE(equals != pair.npos);
    query[decoded(pair.substr(0, equals))] = decoded(pair.substr(equals + 1));
  }
  return query;
}

json::object as_texts(const json::object& query) {
  json::object texts;
  for (const auto& [name, value] : query) {
    texts[name] = value.is_string() ? std::string(value.as_string()) : json::serialize(value);
  }
  return texts;
}

class Reader {
 public:
  Reader()
      : server_([this](const Recorded& request) { return answer(request); }),
        workspace_(config(), databricks::ClientLevel::workspace),
        account_(config(), databricks::ClientLevel::account) {}

  void read(const List& list, std::mt19937_64& random) {
    endpoint_ = find_endpoint(list.operation);
    BOOST_REQUIRE(endpoint_ != nullptr);
    arguments_ = path_arguments(list, random);
    story_ = story_of(list, random);
    failing_ = none;

    BOOST_TEST((walk(list, "").items == story_.items));
    check_requests(list, 0);
    const std::size_t failing = list.is_paged() ? 1 : 0;
    failing_ = failing;
    const auto broken = walk(list, "");
    BOOST_TEST(broken.failed);
    const std::size_t before = failing == 1 ? story_.steps[0].items : 0;
    BOOST_TEST(broken.items.size() == before);
    BOOST_TEST(sent_.size() == failing + 1);
    failing_ = none;
    auto all = broken.items;
    const auto rest = walk(list, broken.left_at);
    all.insert(all.end(), rest.items.begin(), rest.items.end());
    BOOST_TEST((all == story_.items));
    check_requests(list, failing);
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  struct Walked {
    std::vector<json::value> items{};
    bool failed = false;
    std::string left_at{};
  };

  databricks::Config config() {
    databricks::Config config;
    config.host = server_.host();
    config.token = "planted-token";
    config.account_id = "account-1";
    config.environment = [](std::string_view) { return std::nullopt; };
    return config;
  }

  static json::object path_arguments(const List& list, std::mt19937_64& random) {
    json::object arguments;
    for (const auto& parameter : list.operation.parameters) {
      if (!parameter.in_path || parameter.from_config) continue;
      const auto& schema = spec().resolve(*parameter.schema);
      arguments[parameter.name] =
          parameter.multi_segment ? json::value("a/b") : random_value(spec(), schema, random, 1);
    }
    return arguments;
  }

  // The steps of the story in turn, from the one that is asked for first on.
  Answer answer(const Recorded& request) {
    const std::lock_guard lock(mutex_);
    const std::size_t number = first_ + sent_.size();
    sent_.push_back(request);
    if (number == failing_) return {.status = 500, .body = R"({"error_code":"INTERNAL_ERROR","message":"no"})"};
    if (number >= story_.steps.size()) return {.status = 500, .body = "more than was to be asked for"};
    return {.body = json::serialize(story_.steps[number].answer)};
  }

  Walked walk(const List& list, const std::string& token) {
    sent_.clear();
    first_ = token.empty() || !list.is_paged() ? 0 : 1;
    Object request(endpoint_->request);
    if (request.type) databricks::read_json(*request.type, request.pointer.get(), json::serialize(arguments_));
    auto& client = list.operation.client == "account" ? account_ : workspace_;
    databricks::detail::PageWalk pages(*client.engine(), *endpoint_, request.pointer, {});
    if (!token.empty()) pages.resume(token);
    Walked walked;
    try {
      for (const void* item = pages.item(); item != nullptr; pages.pass_item(), item = pages.item()) {
        std::string text;
        databricks::write_json(pages.item_type(), item, text);
        walked.items.push_back(json::parse(text));
      }
    } catch (const databricks::InternalError&) {
      walked.failed = true;
      BOOST_CHECK_THROW(pages.item(), databricks::InternalError);
    }
    walked.left_at = pages.resume_token();
    return walked;
  }

  void check_requests(const List& list, std::size_t first) {
    BOOST_REQUIRE_EQUAL(first + sent_.size(), story_.steps.size());
    for (std::size_t i = 0; i < sent_.size(); ++i) {
      const Step& step = story_.steps[first + i];
      const Recorded& request = sent_[i];
      BOOST_TEST(request.method == list.operation.verb);
      BOOST_TEST(request.target.substr(0, request.target.find('?')) ==
                 sent_[0].target.substr(0, sent_[0].target.find('?')));
      BOOST_TEST((query_of(request.target) == as_texts(step.query)),
                 request.target << " has not " << json::serialize(step.query));
      const json::value body = request.body.empty() ? json::value() : json::parse(request.body);
      BOOST_TEST((body == step.body), request.body << " is not " << json::serialize(step.body));
      BOOST_TEST(request.header("User-Agent").find(" sdk-feature/pagination") != std::string::npos);
    }
  }

  std::mutex mutex_;
  std::vector<Recorded> sent_{};
  std::size_t first_ = 0, failing_ = none;
  Story story_{};
  json::object arguments_{};
  const databricks::EndpointTable* endpoint_ = nullptr;
  RecordingServer server_;
  databricks::Client workspace_, account_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_list_is_read_to_its_end_and_goes_on_after_an_error) {
  std::mt19937_64 random(116);
  Reader reader;
  std::size_t lists = 0;
  for (const auto& operation : spec().operations()) {
    if (operation.extension("pagination") == nullptr) continue;
    BOOST_TEST_CONTEXT(context(operation)) { reader.read(List(operation), random); }
    ++lists;
  }
  BOOST_TEST(lists == 210u);
}

BOOST_AUTO_TEST_CASE(ids_and_names_of_items_are_those_of_the_specification) {
  std::size_t named = 0;
  for (const auto& operation : spec().operations()) {
    if (operation.extension("pagination") == nullptr) continue;
    BOOST_TEST_CONTEXT(context(operation)) {
      const auto joined = [&](const char* key) {
        std::string path;
        if (const auto* parts = operation.object->if_contains(key)) {
          for (const auto& part : parts->as_array()) (path += path.empty() ? "" : ".") += part.as_string().c_str();
        }
        return path;
      };
      const auto* endpoint = find_endpoint(operation);
      BOOST_REQUIRE(endpoint != nullptr);
      BOOST_TEST(endpoint->item_id == joined("x-databricks-id"));
      BOOST_TEST(endpoint->item_name == joined("x-databricks-name"));
      named += endpoint->item_name.empty() ? 0 : 1;
      const bool drops_repetitions = operation.extension("pagination")->contains("offset") &&
                                     !operation.extension("pagination")->contains("increment") &&
                                     operation.object->contains("x-databricks-id");
      BOOST_TEST(endpoint->pages->unique == (drops_repetitions ? "id" : ""));
    }
  }
  BOOST_TEST(named > 40u);
}
