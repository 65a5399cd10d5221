// Structs like those of a page of jobs: nested, with lists, maps, enums, 64-bit numbers and texts.
#pragma once

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

namespace bench {

using databricks::boxed;
using databricks::list;
using databricks::map;
using databricks::open_enum;
using databricks::optional;
using Text = optional<std::string>;
using Number = optional<std::int64_t>;

enum class Format { SINGLE_TASK, MULTI_TASK };
BOOST_DESCRIBE_ENUM(Format, SINGLE_TASK, MULTI_TASK)
enum class NotebookSource { WORKSPACE, GIT };
BOOST_DESCRIBE_ENUM(NotebookSource, WORKSPACE, GIT)
enum class SecurityMode {
  DATA_SECURITY_MODE_AUTO,
  LEGACY_PASSTHROUGH,
  LEGACY_SINGLE_USER,
  NONE,
  SINGLE_USER,
  USER_ISOLATION
};
BOOST_DESCRIBE_ENUM(SecurityMode, DATA_SECURITY_MODE_AUTO, LEGACY_PASSTHROUGH, LEGACY_SINGLE_USER, NONE, SINGLE_USER,
                    USER_ISOLATION)

struct AutoScale {
  optional<int> max_workers{};
  optional<int> min_workers{};
};
BOOST_DESCRIBE_STRUCT(AutoScale, (), (max_workers, min_workers))

struct Cluster {
  boxed<AutoScale> autoscale{};
  map<std::string> custom_tags{};
  open_enum<SecurityMode> data_security_mode{};
  Text driver_node_type_id{};
  optional<bool> enable_elastic_disk{};
  list<std::string> init_scripts{};
  Text instance_pool_id{};
  Text node_type_id{};
  optional<int> num_workers{};
  Text policy_id{};
  Text runtime_engine{};
  map<std::string> spark_conf{};
  map<std::string> spark_env_vars{};
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
  map<std::string> base_parameters{};
  open_enum<NotebookSource> source{};
  Text warehouse_id{};
};
BOOST_DESCRIBE_STRUCT(NotebookTask, (), (notebook_path, base_parameters, source, warehouse_id))

struct PythonTask {
  std::string python_file{};
  list<std::string> parameters{};
};
BOOST_DESCRIBE_STRUCT(PythonTask, (), (python_file, parameters))

struct Dependency {
  std::string task_key{};
  Text outcome{};
};
BOOST_DESCRIBE_STRUCT(Dependency, (), (task_key, outcome))

struct Library {
  Text egg{};
  Text jar{};
  Text whl{};
};
BOOST_DESCRIBE_STRUCT(Library, (), (egg, jar, whl))

struct Task {
  std::string task_key{};
  list<Dependency> depends_on{};
  Text description{};
  optional<bool> disable_auto_optimization{};
  Text environment_key{};
  Text existing_cluster_id{};
  Text job_cluster_key{};
  list<Library> libraries{};
  optional<int> max_retries{};
  optional<int> min_retry_interval_millis{};
  boxed<Cluster> new_cluster{};
  boxed<NotebookTask> notebook_task{};
  optional<bool> retry_on_timeout{};
  Text run_if{};
  boxed<PythonTask> spark_python_task{};
  optional<int> timeout_seconds{};
};
BOOST_DESCRIBE_STRUCT(Task, (),
                      (task_key, depends_on, description, disable_auto_optimization, environment_key,
                       existing_cluster_id, job_cluster_key, libraries, max_retries, min_retry_interval_millis,
                       new_cluster, notebook_task, retry_on_timeout, run_if, spark_python_task, timeout_seconds))

struct Schedule {
  std::string quartz_cron_expression{};
  std::string timezone_id{};
  Text pause_status{};
};
BOOST_DESCRIBE_STRUCT(Schedule, (), (quartz_cron_expression, timezone_id, pause_status))

struct Notifications {
  list<std::string> on_failure{};
  list<std::string> on_start{};
  list<std::string> on_success{};
};
BOOST_DESCRIBE_STRUCT(Notifications, (), (on_failure, on_start, on_success))

struct JobSettings {
  optional<double> budget{};
  boxed<Notifications> email_notifications{};
  open_enum<Format> format{};
  list<JobCluster> job_clusters{};
  optional<int> max_concurrent_runs{};
  Text name{};
  boxed<Schedule> schedule{};
  map<std::string> tags{};
  list<Task> tasks{};
  optional<int> timeout_seconds{};
};
BOOST_DESCRIBE_STRUCT(JobSettings, (),
                      (budget, email_notifications, format, job_clusters, max_concurrent_runs, name, schedule, tags,
                       tasks, timeout_seconds))

struct Job {
  Number created_time{};
  Text creator_user_name{};
  Text effective_budget_policy_id{};
  optional<bool> has_more{};
  Number job_id{};
  boxed<JobSettings> settings{};
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (created_time, creator_user_name, effective_budget_policy_id, has_more, job_id, settings))

struct Page {
  optional<bool> has_more{};
  list<Job> jobs{};
  Text next_page_token{};
};
BOOST_DESCRIBE_STRUCT(Page, (), (has_more, jobs, next_page_token))

using databricks::reflected::operator==;

/// A page of so many jobs.
Page make_page(int jobs);
/// Its text as a service would send it: members in an order of the service's own, and some we don't know.
std::string service_text(const Page& page);

// The peers.
void null_parse(std::string_view text);
Page read_with_dom(std::string_view text);
Page read_with_simdjson(std::string_view padded_text, std::size_t capacity);
std::string write_with_dom(const Page& page);
void write_by_hand(const Page& page, std::string& out);

}  // namespace bench
