// dbutils.widgets: names and values.
#include <databricks/ext/dbutils.hpp>

#include <databricks/error.hpp>

#include <mutex>

namespace databricks::ext::dbutils {

struct WidgetValues {
  std::mutex mutex{};
  std::map<std::string, std::string> values{};
};

Widgets::Widgets() : values_(std::make_shared<WidgetValues>()) {}

void Widgets::text(const std::string& name, const std::string& default_value, const std::string&) const {
  const std::lock_guard lock(values_->mutex);
  values_->values[name] = default_value;
}

void Widgets::dropdown(const std::string& name, const std::string& default_value, const std::vector<std::string>&,
                       const std::string& label) const {
  text(name, default_value, label);
}

void Widgets::combobox(const std::string& name, const std::string& default_value, const std::vector<std::string>&,
                       const std::string& label) const {
  text(name, default_value, label);
}

void Widgets::multiselect(const std::string& name, const std::string& default_value, const std::vector<std::string>&,
                          const std::string& label) const {
  text(name, default_value, label);
}

std::string Widgets::get(const std::string& name) const {
  const std::lock_guard lock(values_->mutex);
  const auto found = values_->values.find(name);
  if (found == values_->values.end()) throw InvalidArgument("there is no widget `" + name + "`");
  return found->second;
}

std::string Widgets::get_argument(const std::string& name, const std::optional<std::string>& default_value) const {
  const auto all = get_all();
  const auto found = all.find(name);
  if (found != all.end()) return found->second;
  return default_value ? *default_value : get(name);
}

std::map<std::string, std::string> Widgets::get_all() const {
  const std::lock_guard lock(values_->mutex);
  return values_->values;
}

void Widgets::remove(const std::string& name) const {
  const std::lock_guard lock(values_->mutex);
  values_->values.erase(name);
}

void Widgets::remove_all() const {
  const std::lock_guard lock(values_->mutex);
  values_->values.clear();
}

}  // namespace databricks::ext::dbutils
