// Reading what a command brought.
#include "command_error.hpp"
#include "command_table.hpp"

#include <databricks/ext/command_result.hpp>
#include <databricks/models/compute.hpp>

#include <charconv>
#include <utility>

namespace databricks::ext {

namespace {

using compute::ResultType;

template <class T>
bool parse_number(const std::string& text, void* target) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  *static_cast<T*>(target) = value;
  return true;
}
bool parse_flag(const std::string& text, void* target) {
  *static_cast<bool*>(target) = text == "true";
  return text == "true" || text == "false";
}
bool copy_text(const std::string& text, void* target) {
  *static_cast<std::string*>(target) = text;
  return true;
}

// By CellTarget::Kind.
struct Conversion {
  bool (*assign)(const std::string& text, void* target);
  const char* null;  // what stands for null
  const char* name;
};
constexpr Conversion kConversions[] = {{copy_text, "", "text"},
                                       {parse_number<std::int64_t>, "0", "integer"},
                                       {parse_number<int>, "0", "integer"},
                                       {parse_number<double>, "0", "number"},
                                       {parse_flag, "false", "truth value"}};

}  // namespace

CommandResult::CommandResult(compute::Results results)
    : results_(std::make_shared<const compute::Results>(std::move(results))) {}

bool CommandResult::failed() const { return results_->result_type == ResultType::error; }

std::string CommandResult::text() const {
  if (!(results_->result_type == ResultType::text) || !results_->data.has_value()) return {};
  return without_cell_marks(from_json<std::string>(results_->data->text));
}

std::string CommandResult::error() const {
  if (!failed()) return {};
  const auto cause = results_->cause.value_or("");
  for (const auto& text : {command_error(results_->summary.value_or(""), cause), command_error(cause, "")}) {
    if (!text.empty()) return text;
  }
  return "the command failed and does not say why";
}

CommandResult& CommandResult::check() {
  std::as_const(*this).check();
  return *this;
}

const CommandResult& CommandResult::check() const {
  if (failed()) throw Error(error());
  return *this;
}

std::vector<std::string> CommandResult::columns() const {
  std::vector<std::string> names;
  for (const auto& column : results_->schema) {
    const auto name = column.find("name");
    const bool is_text = name != column.end() && name->second.text.starts_with('"');
    names.push_back(is_text ? from_json<std::string>(name->second.text) : std::string());
  }
  return names;
}

std::vector<CommandResult::Row> CommandResult::rows() const {
  if (!(results_->result_type == ResultType::table) || !results_->data.has_value()) return {};
  return table_rows(results_->data->text);
}

std::vector<std::string> CommandResult::images() const {
  std::vector<std::string> images(results_->file_names.begin(), results_->file_names.end());
  if (results_->file_name.has_value()) images.insert(images.begin(), *results_->file_name);
  return images;
}

bool CommandResult::scan_row(std::span<const CellTarget> targets) {
  if (!scanned_) scanned_ = rows();
  if (next_row_ >= scanned_->size()) return false;
  const auto& row = (*scanned_)[next_row_];
  const auto place = "row " + std::to_string(next_row_ + 1);
  if (targets.size() > row.size()) {
    throw Error(place + " has " + std::to_string(row.size()) + " values, not " + std::to_string(targets.size()));
  }
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const auto& conversion = kConversions[static_cast<std::size_t>(targets[i].kind)];
    if (conversion.assign(row[i].value_or(conversion.null), targets[i].target)) continue;
    throw Error("value " + std::to_string(i + 1) + " of " + place + " is no " + conversion.name);
  }
  ++next_row_;
  return true;
}

}  // namespace databricks::ext
