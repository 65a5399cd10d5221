// What notebooks know as `dbutils`, for programs outside Databricks. Files and secrets are calls of the API; widgets
// and task values live in this program; what only a cluster can do runs there, on the configured cluster_id.
#pragma once

#include <databricks/ext/dbfs.hpp>
#include <databricks/ext/secrets.hpp>
#include <databricks/value.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace databricks::ext {

namespace dbutils {

class ClusterProxy;
struct WidgetValues;

struct FileInfo {
  std::string path{};
  std::string name{};                  // the last part of it
  std::uint64_t size = 0;              // bytes
  std::int64_t modification_time = 0;  // milliseconds since 1970
};

struct MountInfo {
  std::string mount_point{};
  std::string source{};
  std::string encryption_type{};
};

struct MountOptions {
  std::optional<std::string> encryption_type{};
  std::optional<std::string> owner{};
  std::map<std::string, std::string> extra_configs{};
};

/// Paths and errors are those of ext::Dbfs. What returns bool returns true or throws. Mounts run on the cluster, see
/// Dbutils::call. Callable from any thread.
struct DATABRICKS_API FileSystem {
  FileSystem(const Client& client, std::shared_ptr<ClusterProxy> cluster);

  bool cp(std::string_view from, std::string_view to, bool recurse = false) const;
  /// The beginning of a text file; a character that `max_bytes` would cut in two is left out.
  std::string head(std::string_view file, std::size_t max_bytes = 65536) const;
  std::vector<FileInfo> ls(std::string_view directory) const;
  bool mkdirs(std::string_view directory) const;
  /// Replaces files that are there.
  bool mv(std::string_view from, std::string_view to, bool recurse = false) const;
  bool put(std::string_view file, std::string_view contents, bool overwrite = false) const;
  bool rm(std::string_view path, bool recurse = false) const;

  bool mount(const std::string& source, const std::string& mount_point, const MountOptions& options = {}) const;
  bool update_mount(const std::string& source, const std::string& mount_point, const MountOptions& options = {}) const;
  bool unmount(const std::string& mount_point) const;
  bool refresh_mounts() const;
  std::vector<MountInfo> mounts() const;

 private:
  Dbfs dbfs_;
  std::shared_ptr<ClusterProxy> cluster_;
};

/// Errors are those of ext::Secrets. Callable from any thread.
struct DATABRICKS_API SecretUtils {
  explicit SecretUtils(const Client& client);

  std::string get(const std::string& scope, const std::string& key) const;
  std::string get_bytes(const std::string& scope, const std::string& key) const;
  /// Keys, not values.
  std::vector<std::string> list(const std::string& scope) const;
  std::vector<std::string> list_scopes() const;

 private:
  Secrets secrets_;
};

/// Named values, as nothing asks a user here: each has the default it was made with. Making one again replaces it.
/// Copies of a client share them. Callable from any thread.
struct DATABRICKS_API Widgets {
  Widgets();

  void text(const std::string& name, const std::string& default_value, const std::string& label = {}) const;
  void dropdown(const std::string& name, const std::string& default_value, const std::vector<std::string>& choices,
                const std::string& label = {}) const;
  void combobox(const std::string& name, const std::string& default_value, const std::vector<std::string>& choices,
                const std::string& label = {}) const;
  void multiselect(const std::string& name, const std::string& default_value, const std::vector<std::string>& choices,
                   const std::string& label = {}) const;
  /// Throws InvalidArgument when there is no such widget.
  std::string get(const std::string& name) const;
  /// The same with a value in place of the error.
  std::string get_argument(const std::string& name, const std::optional<std::string>& default_value = {}) const;
  std::map<std::string, std::string> get_all() const;
  void remove(const std::string& name) const;
  void remove_all() const;

 private:
  std::shared_ptr<WidgetValues> values_;
};

struct TaskValueDefaults {
  std::optional<RawJson> default_value{};  // of a job that has no such value: has no effect here
  std::optional<RawJson> debug_value{};    // outside a job
};

/// Values that tasks of a job hand to each other; outside a job there are none.
struct DATABRICKS_API TaskValues {
  /// The debug value. Throws InvalidArgument without one.
  RawJson get(const std::string& task_key, const std::string& key, const TaskValueDefaults& defaults = {}) const;
  /// Does nothing.
  void set(const std::string& key, const RawJson& value) const;
};

struct Jobs {
  TaskValues task_values{};
};

struct DATABRICKS_API Notebook {
  Notebook(const Client& client, std::shared_ptr<ClusterProxy> cluster);

  /// DATABRICKS_SOURCE_FILE of the environment. Throws Error when it is not set.
  std::string path() const;
  /// Runs a notebook on the cluster and returns what it exits with. `timeout_seconds`: 0 means none.
  std::string run(const std::string& path, int timeout_seconds = 0,
                  const std::map<std::string, std::string>& arguments = {}) const;

 private:
  Client client_;
  std::shared_ptr<ClusterProxy> cluster_;
};

struct DATABRICKS_API CredentialUtils {
  /// Throws Error: an object of Python, which can't leave the cluster.
  [[noreturn]] void get_service_credentials_provider(const std::string& name) const;
};

}  // namespace dbutils

/// Copies share widgets and the Python context on the cluster.
class DATABRICKS_API Dbutils {
  std::shared_ptr<dbutils::ClusterProxy> cluster_;  // the first to be made: others have it

 public:
  explicit Dbutils(const Client& client);

  dbutils::FileSystem fs;
  dbutils::SecretUtils secrets;
  dbutils::Widgets widgets{};
  dbutils::Jobs jobs{};
  dbutils::Notebook notebook;
  dbutils::CredentialUtils credentials{};

  /// Anything else: `dbutils.{utility}.{method}(*arguments, **named)` in Python on the cluster, and what it returns, as
  /// JSON: call("data", "summarize", R"(["table"])"). The cluster is started when it does not run, and one Python
  /// context is kept for all calls, which are made one after the other.
  ///
  /// Throws ConfigError without a configured cluster_id, InvalidArgument for names that are none and for what is not a
  /// JSON array or object, Error with the text of the Python exception, and what calls and waits throw.
  RawJson call(std::string_view utility, std::string_view method, const RawJson& arguments = {"[]"},
               const RawJson& named = {"{}"}) const;
};

}  // namespace databricks::ext
