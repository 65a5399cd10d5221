#include "by_hand.hpp"

#include <curl/curl.h>
#include <simdjson.h>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace bench {

namespace {

namespace raw {

using Text = std::optional<std::string>;
using Texts = std::vector<std::string>;
using TextMap = std::map<std::string, std::string>;
using Number = std::optional<std::int64_t>;

struct AutoScale {
  std::optional<int> max_workers{}, min_workers{};
};
BOOST_DESCRIBE_STRUCT(AutoScale, (), (max_workers, min_workers))
struct Cluster {
  std::optional<AutoScale> autoscale{};
  TextMap custom_tags{};
  Text data_security_mode{}, driver_node_type_id{};
  std::optional<bool> enable_elastic_disk{};
  Texts init_scripts{};
  Text instance_pool_id{}, node_type_id{};
  std::optional<int> num_workers{};
  Text policy_id{}, runtime_engine{};
  TextMap spark_conf{}, spark_env_vars{};
  Text spark_version{};
};
BOOST_DESCRIBE_STRUCT(Cluster, (),
                      (autoscale, custom_tags, data_security_mode, driver_node_type_id, enable_elastic_disk,
                       init_scripts, instance_pool_id, node_type_id, num_workers, policy_id, runtime_engine, spark_conf,
                       spark_env_vars, spark_version))
struct JobCluster {
  std::string job_cluster_key{};
  Cluster new_cluster{};
};
BOOST_DESCRIBE_STRUCT(JobCluster, (), (job_cluster_key, new_cluster))
struct NotebookTask {
  std::string notebook_path{};
  TextMap base_parameters{};
  Text source{}, warehouse_id{};
};
BOOST_DESCRIBE_STRUCT(NotebookTask, (), (notebook_path, base_parameters, source, warehouse_id))
struct PythonTask {
  std::string python_file{};
  Texts parameters{};
};
BOOST_DESCRIBE_STRUCT(PythonTask, (), (python_file, parameters))
struct Dependency {
  std::string task_key{};
  Text outcome{};
};
BOOST_DESCRIBE_STRUCT(Dependency, (), (task_key, outcome))
struct Library {
  Text egg{}, jar{}, whl{};
};
BOOST_DESCRIBE_STRUCT(Library, (), (egg, jar, whl))
struct Task {
  std::string task_key{};
  std::vector<Dependency> depends_on{};
  Text description{};
  std::optional<bool> disable_auto_optimization{};
  Text environment_key{}, existing_cluster_id{}, job_cluster_key{};
  std::vector<Library> libraries{};
  std::optional<int> max_retries{}, min_retry_interval_millis{};
  std::unique_ptr<Cluster> new_cluster{};
  std::unique_ptr<NotebookTask> notebook_task{};
  std::optional<bool> retry_on_timeout{};
  Text run_if{};
  std::unique_ptr<PythonTask> spark_python_task{};
  std::optional<int> timeout_seconds{};
};
BOOST_DESCRIBE_STRUCT(Task, (),
                      (task_key, depends_on, description, disable_auto_optimization, environment_key,
                       existing_cluster_id, job_cluster_key, libraries, max_retries, min_retry_interval_millis,
                       new_cluster, notebook_task, retry_on_timeout, run_if, spark_python_task, timeout_seconds))
struct Schedule {
  std::string quartz_cron_expression{}, timezone_id{};
  Text pause_status{};
};
BOOST_DESCRIBE_STRUCT(Schedule, (), (quartz_cron_expression, timezone_id, pause_status))
struct Notifications {
  Texts on_failure{}, on_start{}, on_success{};
};
BOOST_DESCRIBE_STRUCT(Notifications, (), (on_failure, on_start, on_success))
struct JobSettings {
  std::optional<double> budget{};
  std::unique_ptr<Notifications> email_notifications{};
  Text format{};
  std::vector<JobCluster> job_clusters{};
  std::optional<int> max_concurrent_runs{};
  Text name{};
  std::unique_ptr<Schedule> schedule{};
  TextMap tags{};
  std::vector<Task> tasks{};
  std::optional<int> timeout_seconds{};
};
BOOST_DESCRIBE_STRUCT(JobSettings, (),
                      (budget, email_notifications, format, job_clusters, max_concurrent_runs, name, schedule, tags,
                       tasks, timeout_seconds))
struct Job {
  Number created_time{};
  Text creator_user_name{}, effective_budget_policy_id{};
  std::optional<bool> has_more{};
  Number job_id{};
  std::unique_ptr<JobSettings> settings{};
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (created_time, creator_user_name, effective_budget_policy_id, has_more, job_id, settings))
struct Page {
  std::optional<bool> has_more{};
  std::vector<Job> jobs{};
  Text next_page_token{};
};
BOOST_DESCRIBE_STRUCT(Page, (), (has_more, jobs, next_page_token))

}  // namespace raw

using Value = simdjson::ondemand::value;

void convert(Value from, std::string& to) { to = std::string_view(from.get_string()); }
void convert(Value from, bool& to) { to = from.get_bool(); }
void convert(Value from, int& to) { to = static_cast<int>(std::int64_t(from.get_int64())); }
void convert(Value from, std::int64_t& to) { to = from.get_int64(); }
void convert(Value from, double& to) { to = from.get_double(); }
void convert(Value from, raw::TextMap& to) {
  for (auto member : from.get_object()) {
    std::string key(std::string_view(member.unescaped_key()));
    convert(member.value(), to[std::move(key)]);
  }
}
template <class T>
requires(boost::describe::has_describe_members<T>::value) void convert(Value from, T& to);
template <class T>
void convert(Value from, std::vector<T>& to) {
  for (auto element : from.get_array()) convert(element.value(), to.emplace_back());
}
template <class T>
void convert(Value from, std::optional<T>& to) {
  convert(from, to.emplace());
}
template <class T>
void convert(Value from, std::unique_ptr<T>& to) {
  to = std::make_unique<T>();
  convert(from, *to);
}
// What a chain of `if (key == "...")` is, once per struct.
template <class T>
requires(boost::describe::has_describe_members<T>::value) void convert(Value from, T& to) {
  for (auto field : from.get_object()) {
    const std::string_view key = field.unescaped_key();
    bool found = false;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
      if (!found && key == member.name) {
        convert(field.value(), to.*member.pointer);
        found = true;
      }
    });
  }
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(data, size * count);
  return size * count;
}

class Fetcher {
 public:
  Fetcher(const std::string& token) : handle_(curl_easy_init()) {
    headers_ = curl_slist_append(nullptr, ("Authorization: Bearer " + token).c_str());
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &body_);
  }
  ~Fetcher() {
    curl_easy_cleanup(handle_);
    curl_slist_free_all(headers_);
  }
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  std::string& get(const std::string& url) {
    body_.clear();
    curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
    if (curl_easy_perform(handle_) != CURLE_OK) std::abort();
    return body_;
  }

 private:
  CURL* handle_;
  curl_slist* headers_ = nullptr;
  std::string body_{};
};

}  // namespace

Totals list_by_hand(const std::string& origin, const std::string& token) {
  Fetcher fetcher(token);
  simdjson::ondemand::parser parser;
  Totals totals;
  const std::string url = origin + "/api/2.2/jobs/list?limit=100";
  for (std::string target = url; !target.empty();) {
    std::string& body = fetcher.get(target);
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    raw::Page page;
    auto document = parser.iterate(body.data(), body.size(), body.capacity());
    convert(document.get_value(), page);
    for (const auto& job : page.jobs) {
      ++totals.jobs;
      totals.tasks += static_cast<std::int64_t>(job.settings->tasks.size());
      totals.text += static_cast<std::int64_t>(job.settings->name->size());
    }
    const std::string next = page.next_page_token.value_or("");
    target = next.empty() ? "" : url + "&page_token=" + next;
  }
  return totals;
}

}  // namespace bench
