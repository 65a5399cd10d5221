// Structs of a user's own, for the tests of reading and writing.
#pragma once

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <iostream>

namespace shapes {

using databricks::reflected::operator==;
using databricks::reflected::operator<<;

enum class State { PENDING, RUNNING, default_ };
BOOST_DESCRIBE_ENUM(State, PENDING, RUNNING, default_)

inline std::ostream& operator<<(std::ostream& stream, State state) { return stream << static_cast<int>(state); }

struct Task {
  std::string task_key{};
  databricks::optional<std::string> description{};
  databricks::optional<std::int64_t> timeout_seconds{};
  databricks::optional<double> weight{};
  databricks::optional<bool> enabled{};
  databricks::open_enum<State> state{};
  databricks::list<std::string> parameters{};
  databricks::boxed<Task> fallback{};
};
BOOST_DESCRIBE_STRUCT(Task, (), (task_key, description, timeout_seconds, weight, enabled, state, parameters, fallback))

struct Settings {
  databricks::optional<std::string> name{};
  databricks::list<Task> tasks{};
  databricks::map<std::string> tags{};
  databricks::map<Task> tasks_by_key{};
  databricks::list<databricks::list<int>> matrix{};
  databricks::RawJson extra{};
};
BOOST_DESCRIBE_STRUCT(Settings, (), (name, tasks, tags, tasks_by_key, matrix, extra))

struct Job {
  databricks::optional<std::int64_t> job_id{};
  databricks::boxed<Settings> settings{};
};
BOOST_DESCRIBE_STRUCT(Job, (), (job_id, settings))

// Standard types only, with defaults of its own.
struct Standard {
  std::string text{"before"};
  int number{5};
  bool truth{true};
  double real{1.5};
  State state{State::RUNNING};
  std::optional<std::string> maybe{};
  std::vector<int> numbers{};
  std::map<std::string, std::vector<std::string>> groups{};
  std::optional<Task> task{};
};
BOOST_DESCRIBE_STRUCT(Standard, (), (text, number, truth, real, state, maybe, numbers, groups, task))

/// Whether reading fails with an error at `path` whose text has `part` in it.
template <class T>
void check_error(std::string_view text, std::string_view path, std::string_view part,
                 const databricks::ReadOptions& options = {}) {
  try {
    databricks::from_json<T>(text, options);
    BOOST_ERROR("no error for " << text.substr(0, 100));
  } catch (const databricks::JsonError& error) {
    BOOST_TEST(error.path() == path);
    BOOST_TEST(std::string_view(error.what()).find(part) != std::string_view::npos, error.what());
  }
}

}  // namespace shapes
