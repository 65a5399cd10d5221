// The peer that writes JSON by hand: appends to one string, member by member, as a programmer would who knows
// the structs. It escapes what must be escaped; it checks no UTF-8.
#include "jobs.hpp"

#include <charconv>

namespace bench {

namespace {

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void text(const std::string& text) {
    out_ += '"';
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
      out_.append(text, begin, i - begin);
      begin = i + 1;
      escape(c);
    }
    out_.append(text, begin, text.size() - begin);
    out_ += '"';
  }
  template <class T>
  void number(T number) {
    char buffer[32];
    out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
  }
  // The comma and the name, which ends with `":`.
  void name(std::string_view quoted) {
    if (comma_) out_ += ',';
    comma_ = true;
    out_ += quoted;
  }
  void open(char c) {
    out_ += c;
    comma_ = false;
  }
  void close(char c) {
    out_ += c;
    comma_ = true;
  }

  void member(std::string_view name, const std::string& value) { this->name(name), text(value); }
  void member(std::string_view name, const Text& value) {
    if (value) member(name, *value);
  }
  void member(std::string_view name, const optional<bool>& value) {
    if (value) this->name(name), out_ += *value ? "true" : "false";
  }
  template <class T>
  void member(std::string_view name, const optional<T>& value) {
    if (value) this->name(name), number(*value);
  }
  template <class E>
  void member(std::string_view name, const open_enum<E>& value) {
    if (value) this->name(name), out_ += '"', out_ += value.text(), out_ += '"';
  }
  void member(std::string_view name, const list<std::string>& values) {
    if (!values.has_value()) return;
    this->name(name);
    open('[');
    for (const auto& value : values) this->name(""), text(value);
    close(']');
  }
  void member(std::string_view name, const map<std::string>& values) {
    if (!values.has_value()) return;
    this->name(name);
    open('{');
    for (const auto& [key, value] : values) this->name(""), text(key), out_ += ':', text(value);
    close('}');
  }
  template <class T>
  void member(std::string_view name, const list<T>& values) {
    if (!values.has_value()) return;
    this->name(name);
    open('[');
    for (const T& value : values) this->name(""), object(value);
    close(']');
  }
  template <class T>
  void member(std::string_view name, const boxed<T>& value) {
    if (value) this->name(name), object(*value);
  }

  void object(const AutoScale& v) {
    open('{');
    member("\"max_workers\":", v.max_workers);
    member("\"min_workers\":", v.min_workers);
    close('}');
  }
  void object(const Cluster& v) {
    open('{');
    member("\"autoscale\":", v.autoscale);
    member("\"custom_tags\":", v.custom_tags);
    member("\"data_security_mode\":", v.data_security_mode);
    member("\"driver_node_type_id\":", v.driver_node_type_id);
    member("\"enable_elastic_disk\":", v.enable_elastic_disk);
    member("\"init_scripts\":", v.init_scripts);
    member("\"instance_pool_id\":", v.instance_pool_id);
    member("\"node_type_id\":", v.node_type_id);
    member("\"num_workers\":", v.num_workers);
    member("\"policy_id\":", v.policy_id);
    member("\"runtime_engine\":", v.runtime_engine);
    member("\"spark_conf\":", v.spark_conf);
    member("\"spark_env_vars\":", v.spark_env_vars);
    member("\"spark_version\":", v.spark_version);
    close('}');
  }
  void object(const JobCluster& v) {
    open('{');
    member("\"job_cluster_key\":", v.job_cluster_key);
    name("\"new_cluster\":");
    object(v.new_cluster);
    close('}');
  }
  void object(const NotebookTask& v) {
    open('{');
    member("\"notebook_path\":", v.notebook_path);
    member("\"base_parameters\":", v.base_parameters);
    member("\"source\":", v.source);
    member("\"warehouse_id\":", v.warehouse_id);
    close('}');
  }
  void object(const PythonTask& v) {
    open('{');
    member("\"python_file\":", v.python_file);
    member("\"parameters\":", v.parameters);
    close('}');
  }
  void object(const Dependency& v) {
    open('{');
    member("\"task_key\":", v.task_key);
    member("\"outcome\":", v.outcome);
    close('}');
  }
  void object(const Library& v) {
    open('{');
    member("\"egg\":", v.egg);
    member("\"jar\":", v.jar);
    member("\"whl\":", v.whl);
    close('}');
  }
  void object(const Task& v) {
    open('{');
    member("\"task_key\":", v.task_key);
    member("\"depends_on\":", v.depends_on);
    member("\"description\":", v.description);
    member("\"disable_auto_optimization\":", v.disable_auto_optimization);
    member("\"environment_key\":", v.environment_key);
    member("\"existing_cluster_id\":", v.existing_cluster_id);
    member("\"job_cluster_key\":", v.job_cluster_key);
    member("\"libraries\":", v.libraries);
    member("\"max_retries\":", v.max_retries);
    member("\"min_retry_interval_millis\":", v.min_retry_interval_millis);
    member("\"new_cluster\":", v.new_cluster);
    member("\"notebook_task\":", v.notebook_task);
    member("\"retry_on_timeout\":", v.retry_on_timeout);
    member("\"run_if\":", v.run_if);
    member("\"spark_python_task\":", v.spark_python_task);
    member("\"timeout_seconds\":", v.timeout_seconds);
    close('}');
  }
  void object(const Schedule& v) {
    open('{');
    member("\"quartz_cron_expression\":", v.quartz_cron_expression);
    member("\"timezone_id\":", v.timezone_id);
    member("\"pause_status\":", v.pause_status);
    close('}');
  }
  void object(const Notifications& v) {
    open('{');
    member("\"on_failure\":", v.on_failure);
    member("\"on_start\":", v.on_start);
    member("\"on_success\":", v.on_success);
    close('}');
  }
  void object(const JobSettings& v) {
    open('{');
    member("\"budget\":", v.budget);
    member("\"email_notifications\":", v.email_notifications);
    member("\"format\":", v.format);
    member("\"job_clusters\":", v.job_clusters);
    member("\"max_concurrent_runs\":", v.max_concurrent_runs);
    member("\"name\":", v.name);
    member("\"schedule\":", v.schedule);
    member("\"tags\":", v.tags);
    member("\"tasks\":", v.tasks);
    member("\"timeout_seconds\":", v.timeout_seconds);
    close('}');
  }
  void object(const Job& v) {
    open('{');
    member("\"created_time\":", v.created_time);
    member("\"creator_user_name\":", v.creator_user_name);
    member("\"effective_budget_policy_id\":", v.effective_budget_policy_id);
    member("\"has_more\":", v.has_more);
    member("\"job_id\":", v.job_id);
    member("\"settings\":", v.settings);
    close('}');
  }
  void object(const Page& v) {
    open('{');
    member("\"has_more\":", v.has_more);
    member("\"jobs\":", v.jobs);
    member("\"next_page_token\":", v.next_page_token);
    close('}');
  }

 private:
  void escape(char c) {
    switch (c) {
      case '"':
        out_ += "\\\"";
        break;
      case '\\':
        out_ += "\\\\";
        break;
      case '\n':
        out_ += "\\n";
        break;
      case '\t':
        out_ += "\\t";
        break;
      default: {
        constexpr std::string_view hex = "0123456789abcdef";
        out_ += "\\u00";
        out_ += hex[static_cast<unsigned char>(c) / 16];
        out_ += hex[static_cast<unsigned char>(c) % 16];
      }
    }
  }

  std::string& out_;
  bool comma_ = false;
};

}  // namespace

void write_by_hand(const Page& page, std::string& out) { Writer(out).object(page); }

}  // namespace bench
