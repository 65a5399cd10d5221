// The data of the benchmark.
#include "jobs.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>

namespace bench {

namespace {

using std::to_string;

Cluster make_cluster(int i) {
  Cluster cluster;
  cluster.autoscale = AutoScale{.max_workers = 8 + i % 5, .min_workers = 1};
  cluster.custom_tags = {{"cost_center", "cc-" + to_string(1000 + i % 17)}, {"team", "data-platform"}};
  cluster.data_security_mode = SecurityMode::SINGLE_USER;
  cluster.enable_elastic_disk = true;
  cluster.node_type_id = "i3.xlarge";
  cluster.runtime_engine = "PHOTON";
  cluster.spark_conf = {{"spark.databricks.delta.preview.enabled", "true"},
                        {"spark.sql.shuffle.partitions", to_string(200 + i)},
                        {"spark.speculation", "true"}};
  cluster.spark_version = "15.4.x-scala2.12";
  return cluster;
}

Task make_task(int job, int i) {
  Task task;
  task.task_key = "task_" + to_string(i);
  if (i > 0) task.depends_on = {Dependency{.task_key = "task_" + to_string(i - 1)}};
  task.description = "Loads the orders of region " + to_string(job % 7) + " and joins them with the customers";
  task.job_cluster_key = "main";
  task.libraries = {Library{.jar = "dbfs:/mnt/libraries/etl-" + to_string(job) + ".jar"},
                    Library{.whl = "/Workspace/Shared/wheels/helpers-1.2.3-py3-none-any.whl"}};
  task.max_retries = 3;
  task.min_retry_interval_millis = 60'000;
  if (i % 2 == 0) {
    task.notebook_task = NotebookTask{.notebook_path = "/Repos/production/etl/orders_" + to_string(i),
                                      .base_parameters = {{"date", "{{job.start_time}}"}, {"region", "eu-west-1"}},
                                      .source = NotebookSource::WORKSPACE};
  } else {
    task.spark_python_task = PythonTask{.python_file = "/Workspace/Shared/jobs/transform.py",
                                        .parameters = {"--input", "s3://bucket/raw/orders", "--mode", "append"}};
  }
  task.retry_on_timeout = false;
  task.run_if = "ALL_SUCCESS";
  task.timeout_seconds = 86'400;
  return task;
}

Job make_job(int i) {
  JobSettings settings;
  settings.budget = 12.5 + i * 0.25;
  settings.email_notifications = Notifications{.on_failure = {"team-" + to_string(i) + "@example.com"},
                                               .on_success = {"lead@example.com", "ops@example.com"}};
  settings.format = Format::MULTI_TASK;
  settings.job_clusters = {JobCluster{.job_cluster_key = "main", .new_cluster = make_cluster(i)}};
  settings.max_concurrent_runs = 1;
  settings.name = "Nightly \"orders\" of region " + to_string(i);
  settings.schedule =
      Schedule{.quartz_cron_expression = "0 0 3 * * ?", .timezone_id = "Europe/Amsterdam", .pause_status = "UNPAUSED"};
  settings.tags = {{"environment", "production"}, {"owner", "team-" + to_string(i)}};
  for (int task = 0; task < 4; ++task) settings.tasks.push_back(make_task(i, task));
  settings.timeout_seconds = 0;
  return Job{.created_time = 1'700'000'000'000 + i * 977,
             .creator_user_name = "someone.else@example.com",
             .job_id = 812'345'678'901'234 + i * 7919LL,
             .settings = settings};
}

void reorder(boost::json::value& value) {
  if (auto* array = value.if_array()) {
    for (auto& element : *array) reorder(element);
  } else if (auto* object = value.if_object()) {
    std::vector<std::pair<std::size_t, std::string>> names;
    for (auto& member : *object) {
      reorder(member.value());
      names.emplace_back(std::hash<std::string_view>()({member.key().data(), member.key().size()}), member.key());
    }
    std::sort(names.begin(), names.end());
    boost::json::object ordered;
    for (const auto& [hash, name] : names) ordered[name] = std::move((*object)[name]);
    if (ordered.contains("job_id")) {
      ordered["new_service_member"] = "something newer than this library";
      ordered["usage"] = boost::json::parse(R"({"dbus":[1.5,2.25,3],"state":{"code":"OK","count":12}})");
    }
    value = std::move(ordered);
  }
}

}  // namespace

Page make_page(int jobs) {
  Page page;
  page.has_more = true;
  for (int i = 0; i < jobs; ++i) page.jobs.push_back(make_job(i));
  page.next_page_token = "CAUomPOl6YwyMAA4AUD4ztmHtgI=";
  return page;
}

std::string service_text(const Page& page) {
  boost::json::value value = boost::json::parse(databricks::to_json(page));
  reorder(value);
  return boost::json::serialize(value);
}

}  // namespace bench
