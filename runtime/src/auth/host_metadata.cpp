#include "auth/host_metadata.hpp"

#include "call/retry_after.hpp"
#include "config/environments.hpp"
#include "config/origins.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <map>
#include <mutex>

namespace databricks::detail {

// Named so that Describe finds it. Any JSON is taken for a value: a field of a wrong type must not cost the others.
struct MetadataDocument {
  optional<RawJson> oidc_endpoint{};
  optional<RawJson> account_id{};
  optional<RawJson> workspace_id{};
  optional<RawJson> cloud{};
  optional<RawJson> host_type{};
  optional<RawJson> token_federation_default_oidc_audiences{};
};
BOOST_DESCRIBE_STRUCT(MetadataDocument, (),
                      (oidc_endpoint, account_id, workspace_id, cloud, host_type,
                       token_federation_default_oidc_audiences))

namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::chrono::milliseconds kPatience = 10s;  // for all attempts
constexpr std::chrono::milliseconds kPause = 1s;      // before the second one
constexpr std::chrono::seconds kFailureLife = 60s;
constexpr std::size_t kMostHosts = 1000;

/// What was learnt of a host.
struct Answer {
  std::string document{};
  std::string problem{};  // empty: the document is there
  bool may_pass = false;
  SteadyTime at{};
};

struct Cache {
  std::mutex mutex;
  std::map<std::string, Answer> answers;
};
Cache& cache() {
  static Cache all;
  return all;
}

std::optional<Answer> remembered(const std::string& host) {
  const std::lock_guard lock(cache().mutex);
  const auto found = cache().answers.find(host);
  if (found == cache().answers.end()) return std::nullopt;
  const bool is_stale = found->second.may_pass && std::chrono::steady_clock::now() - found->second.at > kFailureLife;
  return is_stale ? std::nullopt : std::optional(found->second);
}

void remember(const std::string& host, const Answer& answer) {
  const std::lock_guard lock(cache().mutex);
  if (cache().answers.size() >= kMostHosts) cache().answers.clear();
  cache().answers[host] = answer;
}

// The pause before a second attempt; nothing when the answer is final, or the pause too long.
std::optional<std::chrono::milliseconds> second_chance(const HttpResponse& response) {
  if (response.status != 429 && response.status != 503) return std::nullopt;
  const auto wished = retry_after(response.headers, std::chrono::system_clock::now());
  const auto pause = std::max(kPause, wished.value_or(kPause));
  return pause < kPatience ? std::optional(pause) : std::nullopt;
}

HttpResponse fetch(const std::string& host, AuthHttp& http, const std::stop_token& stop) {
  const auto request = auth_request("GET", host + "/.well-known/databricks-config");
  const auto end = http.clock().now() + kPatience;
  auto response = http.send(request, stop, {.attempt = kPatience, .total = 0ms});
  const auto pause = second_chance(response);
  if (!pause || !http.clock().sleep(*pause, stop)) return response;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - http.clock().now());
  return left > 0ms ? http.send(request, stop, {.attempt = left, .total = 0ms}) : response;
}

Answer ask(const std::string& host, AuthHttp& http, const std::stop_token& stop) {
  Answer answer;
  try {
    auto response = fetch(host, http, stop);
    const int status = response.status;
    answer.document = std::move(response.body);
    answer.may_pass = status == 408 || status == 429 || status >= 500;
    if (status != 200) answer.problem = "it was answered with status " + std::to_string(status);
  } catch (const std::exception& error) {
    answer.may_pass = true;
    answer.problem = error.what();
  }
  answer.at = std::chrono::steady_clock::now();
  // Who was told to stop has learnt nothing.
  if (!stop.stop_requested()) remember(host, answer);
  return answer;
}

// Text, or a number as text.
std::string text_of(const RawJson& json) {
  const std::string_view text = json.text;
  if (text.starts_with('"')) return from_json<std::string>(text);
  const bool is_number = !text.empty() && text.find_first_not_of("0123456789+-.eE") == text.npos;
  return is_number ? std::string(text) : "";
}
std::string text_of(const optional<RawJson>& json) { return json.has_value() ? text_of(*json) : ""; }

// Of a list that holds something else than texts, the first text.
std::string first_text(const optional<RawJson>& json) {
  if (!json.has_value() || !json->text.starts_with('[')) return {};
  for (const auto& item : from_json<list<RawJson>>(json->text)) {
    if (auto text = text_of(item); !text.empty()) return text;
  }
  return {};
}

/// Fills attributes of a configuration and says where they came from.
class Completion {
 public:
  explicit Completion(Config& config)
      : config_(config),
        origins_(config.origins ? std::make_shared<ConfigOrigins>(*config.origins)
                                : std::make_shared<ConfigOrigins>()) {}
  ~Completion() { config_.origins = std::move(origins_); }
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;

  void fill(std::string_view name, std::string Config::*member, const std::string& value) {
    if (!(config_.*member).empty() || value.empty()) return;
    config_.*member = value;
    note_origin(*origins_, config_, *find_attribute(name), "host metadata");
  }

 private:
  Config& config_;
  std::shared_ptr<ConfigOrigins> origins_;
};

// Empty, with a problem, when the address can't be used.
std::string discovery_url(const Config& config, std::string endpoint, std::string& problem) {
  constexpr std::string_view kPlaceholder = "{account_id}";
  if (endpoint.empty() || !config.discovery_url.empty()) return {};
  if (const auto at = endpoint.find(kPlaceholder); at != endpoint.npos) {
    if (config.account_id.empty()) {
      problem = "account_id is required to resolve discovery_url from host metadata";
      return {};
    }
    endpoint.replace(at, kPlaceholder.size(), config.account_id);
  }
  // Secrets go where this points to: not to an unprotected place, unless the host is one itself.
  if (!endpoint.starts_with("https://") && !config.host.starts_with("http://")) {
    problem = "oidc_endpoint of the host metadata is no https address";
    return {};
  }
  while (endpoint.ends_with('/')) endpoint.pop_back();
  return endpoint + "/.well-known/oauth-authorization-server";
}

std::string cloud_of(const MetadataDocument& document) {
  const auto name = text_of(document.cloud);
  const auto cloud = cloud_named(name);
  constexpr const char* kNames[] = {"AWS", "AZURE", "GCP"};
  return cloud ? kNames[static_cast<std::size_t>(*cloud)] : "";
}

void apply(const MetadataDocument& document, Config& config, std::string& problem) {
  Completion completion(config);
  const auto workspace_id = text_of(document.workspace_id);
  completion.fill("account_id", &Config::account_id, text_of(document.account_id));
  completion.fill("workspace_id", &Config::workspace_id, workspace_id);
  completion.fill("cloud", &Config::cloud, cloud_of(document));
  const auto oidc_endpoint = text_of(document.oidc_endpoint);
  completion.fill("discovery_url", &Config::discovery_url, discovery_url(config, oidc_endpoint, problem));
  const auto audience = first_text(document.token_federation_default_oidc_audiences);
  completion.fill("token_audience", &Config::token_audience, audience);
  if (workspace_id.empty()) completion.fill("token_audience", &Config::token_audience, config.account_id);
  if (config.host_type.empty()) config.host_type = ascii_lower(text_of(document.host_type));
}

}  // namespace

void complete_by_metadata(Config& config, AuthHttp& http, const std::stop_token& stop, std::string& problem) {
  if (config.host.empty()) return;
  try {
    std::string document;
    if (config.host_metadata) {
      document = config.host_metadata(config.host);
      if (document.empty()) return;
    } else {
      const auto known = remembered(config.host);
      auto answer = known ? *known : ask(config.host, http, stop);
      problem = answer.problem;
      document = std::move(answer.document);
    }
    if (problem.empty()) apply(from_json<MetadataDocument>(document), config, problem);
  } catch (const JsonError&) {
    problem = "it is not the JSON object it should be";
  } catch (const std::exception& error) {
    problem = error.what();
  }
  if (!problem.empty()) problem = "the metadata of " + config.host + " can't be used: " + problem;
}

void forget_host_metadata() {
  const std::lock_guard lock(cache().mutex);
  cache().answers.clear();
}

}  // namespace databricks::detail
